rule made_up_campaign : sample {
    meta: description = "the words of a made-up campaign"
    strings: $words = "lorem-7731"
    condition: $words
}

/* Keys of each domain's own label: its ICU skeleton, and itself with one letter left out; domains with a key in common are compared. */
#include "judge/like_org.h"

#include <stdlib.h>
#include <string.h>
#include <idn2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include "base/memory.h"

#define SKELETON_BYTES 512

/* The label that somebody registered: "north" of north.example. */
static struct span label_of(struct span org)
{
    size_t dot = span_find_byte(org, '.', 0);
    return dot == SIZE_MAX ? SPAN_NONE : span_slice(org, 0, dot);
}

static bool known(const struct like_org *index, const struct knowledge *knowledge, uint32_t org)
{
    return index->corpus->own_orgs[org] || knowledge_org_written(knowledge, org);
}

/* How the label looks, IDN decoded. `skeleton` has SKELETON_BYTES. Empty: not to be told. */
static struct span skeleton_of(const USpoofChecker *checker, struct span label, char *skeleton)
{
    char ascii[LIKE_ORG_LABEL + 1], *shown = NULL;
    UErrorCode status = U_ZERO_ERROR;
    if (!label.size || label.size > LIKE_ORG_LABEL)
        return SPAN_NONE;
    memcpy(ascii, label.data, label.size);
    ascii[label.size] = 0;
    bool decoded = span_starts(label, SPAN_LITERAL("xn--")) && idn2_to_unicode_8z8z(ascii, &shown, 0) == IDN2_OK;
    int32_t size = uspoof_getSkeletonUTF8(checker, 0, decoded ? shown : ascii, -1, skeleton, SKELETON_BYTES, &status);
    idn2_free(shown);
    return U_SUCCESS(status) && size > 0 && size < SKELETON_BYTES ? (struct span){skeleton, (size_t)size} : SPAN_NONE;
}

static void add_key(struct like_org *index, uint32_t org, struct span text)
{
    index->keys = memory_grown(index->keys, index->count, &index->capacity, sizeof *index->keys);
    index->keys[index->count++] = (struct like_org_key){hash_xxh64(text), org};
}

/* Labels one letter or one swap apart have a label in common that lacks one letter of either. */
static void add_shortened(struct like_org *index, uint32_t org, struct span label)
{
    char shorter[LIKE_ORG_LABEL];
    add_key(index, org, label);
    for (size_t left_out = 0; left_out < label.size; left_out++) {
        memcpy(shorter, label.data, left_out);
        memcpy(shorter + left_out, label.data + left_out + 1, label.size - left_out - 1);
        add_key(index, org, (struct span){shorter, label.size - 1});
    }
}

static int by_hash(const void *a, const void *b)
{
    const struct like_org_key *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return left->org < right->org ? -1 : left->org > right->org;
}

void like_org_open(struct like_org *index, const struct corpus *corpus)
{
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    char skeleton[SKELETON_BYTES];
    *index = (struct like_org){.corpus = corpus};
    for (uint32_t org = 0; org < intern_count(corpus->orgs); org++) {
        struct span label = label_of(intern_text(corpus->orgs, org));
        struct span shape = U_SUCCESS(status) ? skeleton_of(checker, label, skeleton) : SPAN_NONE;
        if (shape.size)
            add_key(index, org, shape);
        if (label.size >= LIKE_ORG_LETTERS && label.size <= LIKE_ORG_LABEL)
            add_shortened(index, org, label);
    }
    uspoof_close(checker);
    if (index->count)
        qsort(index->keys, index->count, sizeof *index->keys, by_hash);
}

void like_org_close(struct like_org *index)
{
    free(index->keys);
}

/* One letter added, left out or changed, or two neighbours swapped. */
static bool one_apart(struct span a, struct span b)
{
    size_t front = 0, back = 0, shorter = a.size < b.size ? a.size : b.size;
    while (front < shorter && a.data[front] == b.data[front])
        front++;
    while (back < shorter - front && a.data[a.size - 1 - back] == b.data[b.size - 1 - back])
        back++;
    size_t rest_a = a.size - front - back, rest_b = b.size - front - back;
    if (rest_a <= 1 && rest_b <= 1)
        return true;
    return rest_a == 2 && rest_b == 2 && a.data[front] == b.data[front + 1] && a.data[front + 1] == b.data[front];
}

/* Numbers count a company's domains, as in mail1 and mail2: no likeness. */
static bool differ_by_digit(struct span a, struct span b)
{
    size_t front = 0;
    while (front < a.size && front < b.size && a.data[front] == b.data[front])
        front++;
    char left = front < a.size ? a.data[front] : 'x', right = front < b.size ? b.data[front] : 'x';
    return (left >= '2' && left <= '9') || (right >= '2' && right <= '9');
}

static enum suspicion_like likeness(const USpoofChecker *checker, struct span a, struct span b)
{
    char one[SKELETON_BYTES], other[SKELETON_BYTES];
    struct span left = label_of(a), right = label_of(b);
    if (span_equal(left, right))
        return left.size >= LIKE_ORG_LETTERS ? SUSPICION_LIKE_ENDING : SUSPICION_LIKE_NONE;
    struct span shape = skeleton_of(checker, left, one);
    if (shape.size && span_equal(shape, skeleton_of(checker, right, other)))
        return SUSPICION_LIKE_GLYPHS;
    bool long_enough = left.size >= LIKE_ORG_LETTERS && right.size >= LIKE_ORG_LETTERS;
    return long_enough && one_apart(left, right) && !differ_by_digit(left, right) ? SUSPICION_LIKE_LETTER : SUSPICION_LIKE_NONE;
}

struct search {
    const struct like_org *index;
    const struct knowledge *knowledge;
    const USpoofChecker *checker;
    uint32_t org, best;
    enum suspicion_like kind;
};

static void look_up(struct search *search, struct span key)
{
    const struct like_org *index = search->index;
    uint64_t hash = hash_xxh64(key);
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < index->count && index->keys[i].hash == hash && i - low < LIKE_ORG_SAME_KEY; i++) {
        uint32_t other = index->keys[i].org;
        if (other == search->org || !known(index, search->knowledge, other))
            continue;
        enum suspicion_like kind = likeness(search->checker, intern_text(index->corpus->orgs, search->org),
                                           intern_text(index->corpus->orgs, other));
        if (kind > search->kind || (kind && kind == search->kind && other < search->best)) {
            search->kind = kind;
            search->best = other;
        }
    }
}

static void look_up_all(struct search *search)
{
    char skeleton[SKELETON_BYTES], shorter[LIKE_ORG_LABEL];
    struct span label = label_of(intern_text(search->index->corpus->orgs, search->org));
    struct span shape = skeleton_of(search->checker, label, skeleton);
    if (shape.size)
        look_up(search, shape);
    if (label.size < LIKE_ORG_LETTERS || label.size > LIKE_ORG_LABEL)
        return;
    look_up(search, label);
    for (size_t left_out = 0; left_out < label.size; left_out++) {
        memcpy(shorter, label.data, left_out);
        memcpy(shorter + left_out, label.data + left_out + 1, label.size - left_out - 1);
        look_up(search, (struct span){shorter, label.size - 1});
    }
}

uint32_t like_org_find(const struct like_org *index, const struct knowledge *knowledge, uint32_t org, enum suspicion_like *ret_kind)
{
    UErrorCode status = U_ZERO_ERROR;
    if (org == CORPUS_NONE || known(index, knowledge, org) || address_public_provider(intern_text(index->corpus->orgs, org)))
        return CORPUS_NONE;
    USpoofChecker *checker = uspoof_open(&status);
    struct search search = {index, knowledge, checker, org, CORPUS_NONE, SUSPICION_LIKE_NONE};
    if (U_SUCCESS(status))
        look_up_all(&search);
    uspoof_close(checker);
    if (search.kind)
        *ret_kind = search.kind;
    return search.kind ? search.best : CORPUS_NONE;
}

"""Reports about undelivered mail as servers of many makes write them, and mail that only looks like them; every word is ours but the
phrases by which programs are known. formats() gives {name: (raw bytes, truth)}."""
import base64

SENDER, FAILED, SECOND = "taro.yamada@hikari.example", "hanako.sato@kawa.example", "jiro.abe@kawa.example"
REPORTER = "mx.kawa.example"
ORIGINAL_ID = "20211101.7f3a@hikari.example"
ORIGINAL_HEADER = f"""Return-Path: <{SENDER}>
Received: from pc-17.hikari.example (pc-17.hikari.example [198.51.100.17])
\t(Authenticated sender: {SENDER})
\tby out.hikari.example (Postfix) with ESMTPSA id 4HjT0Z1c2qz1x;
\tMon,  1 Nov 2021 09:00:00 +0900 (JST)
Message-ID: <{ORIGINAL_ID}>
From: Taro Yamada <{SENDER}>
To: {FAILED}
Subject: Drawings of the pump
Date: Mon, 1 Nov 2021 09:00:00 +0900
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii
"""
ORIGINAL = ORIGINAL_HEADER + "\nPlease find the drawings of the pump as we discussed on Friday.\n\nRegards, Taro\n"
REPLY = f"550 5.1.1 <{FAILED}>... User unknown"


def head(subject, from_=f"Mail Delivery System <MAILER-DAEMON@{REPORTER}>", extra="Return-Path: <>\n", kind="text/plain; charset=utf-8", to=SENDER):
    trace = f"Received: from {REPORTER} ({REPORTER} [203.0.113.9]) by in.hikari.example (Postfix) with ESMTP id 5k;\n\tMon,  1 Nov 2021 09:00:06 +0900 (JST)\n"
    return (f"{extra}{trace}From: {from_}\nTo: {to}\nSubject: {subject}\nDate: Mon, 1 Nov 2021 09:00:05 +0900\n"
            f"Message-ID: <report.1@{REPORTER}>\nMIME-Version: 1.0\nContent-Type: {kind}\n\n")


def plain(subject, text, **options):
    return (head(subject, **options) + text).encode()


def parts(subject, *pieces, report="report; report-type=delivery-status", **options):
    """pieces: (Content-Type and more fields, text)."""
    body = "".join(f"--bb\nContent-Type: {kind}\n\n{text}\n" for kind, text in pieces)
    return (head(subject, kind=f'multipart/{report}; boundary="bb"', **options) + body + "--bb--\n").encode()


def status(final=FAILED, action="failed", code="5.1.1", more=f"Diagnostic-Code: smtp; {REPLY}\n"):
    return f"Reporting-MTA: dns; {REPORTER}\nArrival-Date: Mon, 1 Nov 2021 09:00:01 +0900\n\nFinal-Recipient: rfc822; {final}\nAction: {action}\nStatus: {code}\n{more}"


def truth(kind, recipients=(FAILED,), code="5.1.1", original=True):
    return {"kind": kind, "recipients": list(recipients), "status": code, "original": ORIGINAL_ID if original else ""}


def standard():
    """With machine-readable parts, sound and not."""
    note = ("text/plain", "Your message could not be delivered.")
    headers, whole = ("text/rfc822-headers", ORIGINAL_HEADER), ("message/rfc822", ORIGINAL)
    dsn = "message/delivery-status"
    forwarded = f"Original-Recipient: rfc822;{FAILED}\n"
    yield "rfc3464", parts("Undelivered Mail Returned to Sender", note, (dsn, status()), whole), truth("bounce")
    yield "rfc3464-headers", parts("Undelivered Mail", note, (dsn, status()), headers), truth("bounce")
    yield "rfc3464-delay", parts("Delayed Mail", note, (dsn, status(action="delayed", code="4.4.1", more="Will-Retry-Until: Fri, 5 Nov 2021 09:00:00 +0900\n")), headers), truth("delay", code="4.4.1")
    yield "rfc3464-success", parts("Successful Mail Delivery Report", note, (dsn, status(action="relayed", code="2.1.5", more="")), headers), truth("success", code="2.1.5")
    yield "rfc3464-forwarded", parts("Undelivered", note, (dsn, status("hanako@home.example", more=forwarded)), whole), truth("bounce")
    yield "rfc3464-misspelt", parts("Undelivered", note, (dsn, status().replace("rfc822; ", "rfc/822;").replace("Action:", "Action :")), whole), truth("bounce")
    yield "rfc3464-cr", parts("Undelivered", note, (dsn, status()), whole).replace(b"\n", b"\r"), truth("bounce")
    yield "rfc3464-crlf", parts("Undelivered", note, (dsn, status()), whole).replace(b"\n", b"\r\n"), truth("bounce")
    yield "rfc3464-vague", parts("Undelivered", note, (dsn, status(code="5.0.0")), headers), truth("bounce")
    yield "rfc6533", parts("Undelivered", note, ("message/global-delivery-status", status("\\x{82B1}\\x{5B50}@kawa.example").replace("rfc822;", "utf-8;")),
                           ("message/global-headers", ORIGINAL_HEADER)), truth("bounce", ["花子@kawa.example"])
    text = ("text/plain", f"This is the mail system at host {REPORTER}.\n\n<{FAILED}>: host mx[203.0.113.9] said: {REPLY} (in reply to\n    RCPT TO command)")
    yield "text-attachment", parts("Undelivered", note, (dsn, status()), ("text/plain; name=message.txt\nContent-Disposition: attachment; filename=message.txt", ORIGINAL)), truth("bounce")
    yield "empty-status", parts("Undelivered Mail Returned to Sender", text, (dsn, ""), whole), truth("bounce")
    yield "status-as-text", parts("Delivery Status Notification (Failure)", ("text/plain", "An error occurred.\n\nTechnical report:\n\n" + status()), whole,
                                  report="mixed"), truth("bounce")
    japanese = base64.encodebytes(f"次の宛先へのメールは配信できませんでした。\n\n{FAILED}\n{REPLY}\n".encode()).decode()
    yield "base64", parts("=?utf-8?B?6YWN5L+h44Ko44Op44O8?=", ("text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", japanese), whole, report="mixed"), truth("bounce")
    html = f"<html><body><p>Delivery has failed to these recipients or groups:</p><p><a href=\"mailto:{FAILED}\">{FAILED}</a><br>The address was not found.</p>" \
           f"<p>Diagnostic information for administrators:</p><p>Generating server: {REPORTER}</p><p>{FAILED}<br>#{REPLY} ##</p></body></html>"
    yield "html-only", parts("Undeliverable: Drawings", ("text/html", html), whole, report="mixed", from_="postmaster@kawa.example"), truth("bounce")
    yield "receipt", parts("Read: Drawings", note, ("message/disposition-notification", f"Final-Recipient: rfc822;{FAILED}\nOriginal-Message-ID: <{ORIGINAL_ID}>\n"
                           "Disposition: manual-action/MDN-sent-manually; displayed\n"), report="report; report-type=disposition-notification", from_=FAILED, extra=""), truth("receipt", code="")
    yield "complaint", parts("FW: Drawings", note, ("message/feedback-report", f"Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: <{FAILED}>\n"), whole,
                             report="report; report-type=feedback-report", from_="abuse@provider.example", extra=""), truth("feedback", code="")


def unix():
    """Servers of Unix, by their text."""
    yield "postfix", plain("Undelivered Mail Returned to Sender", f"This is the Postfix program at host {REPORTER}.\n\nI'm sorry to have to inform you\n\n\t\t\tThe Postfix program\n\n<{FAILED}>: {REPLY}\n\n{ORIGINAL}"), truth("bounce")
    yield "qmail", plain("failure notice", f"Hi. This is the qmail-send program at {REPORTER}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up.\n\n"
                         f"<{FAILED}>:\n203.0.113.9 does not like recipient.\nRemote host said: {REPLY}\nGiving up on 203.0.113.9.\n\n--- Below this line is a copy of the message.\n\n{ORIGINAL}"), truth("bounce")
    exim = f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n" \
           f"  {FAILED}\n    SMTP error from remote mail server after RCPT TO:<{FAILED}>:\n    host mx.kawa.example [203.0.113.9]: {REPLY}\n\n------ This is a copy of the message, including all the headers. ------\n\n{ORIGINAL}"
    yield "exim", plain("Mail delivery failed: returning message to sender", exim), truth("bounce")
    yield "exim-field", plain("Mail delivery failed: returning message to sender", exim, extra=f"Return-Path: <>\nX-Failed-Recipients: {FAILED}\nAuto-Submitted: auto-replied\n"), truth("bounce")
    yield "exim-warning", plain("Warning: message 1mhUyx-0004 delayed 24 hours", "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n"
                                f"The address to which the message has not yet been delivered is:\n\n  {FAILED}\n    Delay reason: Connection refused\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n"), truth("delay", code="", original=False)
    yield "sendmail", plain("Returned mail: see transcript for details", f"The original message was received at Mon, 1 Nov 2021 09:00:01 +0900\nfrom out.hikari.example [198.51.100.2]\n\n   ----- The following addresses had permanent fatal errors -----\n<{FAILED}>\n    (reason: {REPLY})\n\n"
                            f"   ----- Transcript of session follows -----\n... while talking to mx.kawa.example.:\n>>> DATA\n<<< {REPLY}\n\n   ----- Original message follows -----\n\n{ORIGINAL}"), truth("bounce")
    yield "sendmail-5", plain("Returned mail: User unknown", f"   ----- Transcript of session follows -----\n>>> RCPT To:<{FAILED}>\n<<< {REPLY}\n550 <{FAILED}>... User unknown\n\n   ----- Unsent message follows -----\n{ORIGINAL}"), truth("bounce")
    yield "courier", plain("NOTICE: mail delivery status.", f"This is a delivery status notification from {REPORTER},\nrunning the Courier mail server.\n\nThe original message was received on Mon, 1 Nov 2021 09:00:01 +0900\nfrom out.hikari.example (198.51.100.2)\n\n---\n\n"
                           f"                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<{FAILED}>:\n    mx.kawa.example [203.0.113.9]:\n>>> RCPT TO:<{FAILED}>\n<<< {REPLY}\n\n---\n\nIf your message was also sent to additional recipients, their delivery\nstatus is not included in this report.\n"), truth("bounce", original=False)
    yield "opensmtpd", plain("Delivery status notification: error", f"    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n{FAILED}: {REPLY}\n\n    Below is a copy of the original message:\n\n{ORIGINAL}"), truth("bounce")
    yield "dragonfly", plain("Mail delivery failed", f"This is the DragonFly Mail Agent v0.13 at {REPORTER}.\n\nThere was an error delivering your mail to <{FAILED}>.\n\nmx.kawa.example [203.0.113.9] did not like our RCPT TO:\n{REPLY}\n\nMessage headers follow.\n\n{ORIGINAL_HEADER}\n", from_="MAILER-DAEMON <>", extra=""), truth("bounce")
    yield "messaging-server", plain("Delivery Notification: Delivery has failed", f"This report relates to a message you sent with the following header fields:\n\n  Message-id: <{ORIGINAL_ID}>\n  From: {SENDER}\n  To: {FAILED}\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: {FAILED}\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;{REPLY}\n"), truth("bounce", original=False)
    yield "alias", plain("Mail delivery failed", "This message was created automatically by mail delivery software.\n\nA message sent by\n\n  <taro.yamada@hikari.example>\n\ncould not be delivered to one or more of its recipients. The following\naddress(es) failed:\n\n"
                         f"  hanako@home.example\n    (ultimately generated from {FAILED})\n    {REPLY}\n"), truth("bounce", original=False)
    yield "nobody-named", plain("Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  save to archive\n    generated by archive\n    mailbox is full\n",
                                extra="Return-Path: <>\nAuto-Submitted: auto-replied\n"), truth("bounce", [], code="", original=False)
    yield "smail", plain("mail failed, returning to sender", f"|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <{FAILED}>\n    {REPLY}\n\n|------------------------- Message header follows: ----------------------|\n{ORIGINAL_HEADER}\n"), truth("bounce")
    yield "two", plain("failure notice", f"Hi. This is the qmail-send program at {REPORTER}.\n\n<{FAILED}>:\nRemote host said: {REPLY}\n\n<{SECOND}>:\nRemote host said: 550 5.1.1 <{SECOND}>... User unknown\n\n--- Below this line is a copy of the message.\n\n{ORIGINAL}"), truth("bounce", [FAILED, SECOND])


def products():
    """Servers that are sold."""
    post = "postmaster@kawa.example"
    yield "exchange-2003", plain("Undeliverable: Drawings", f"Your message\n\n  To:      {FAILED}\n  Subject: Drawings\n\ndid not reach the following recipient(s):\n\n{FAILED} on Mon, 1 Nov 2021 09:00:05 +0900\n    The recipient name is not recognized\n    <mx.kawa.example #5.1.1>\n", from_=f"System Administrator <{post}>"), truth("bounce", original=False)
    yield "exchange-2003-ja", plain("=?utf-8?B?6YWN5L+h5LiN6IO9?=: Drawings", f"以下の受信者に送信できませんでした。\n\n次の受信者に送信できませんでした。\n\n      {FAILED} 2021/11/01 9:00\n            電子メール アカウントが存在しません。\n            <mx.kawa.example #5.1.1>\n", from_=f"System Administrator <{post}>"), truth("bounce", original=False)
    for language, start, info in (("de", "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:", "Diagnoseinformationen für Administratoren:"),
                                  ("fr", "Échec de la remise pour ces destinataires ou groupes :", "Informations de diagnostic pour les administrateurs :"),
                                  ("ja", "次の受信者またはグループへの配信に失敗しました:", "管理者向けの診断情報:"),
                                  ("en", "Delivery has failed to these recipients or groups:", "Diagnostic information for administrators:")):
        yield f"exchange-{language}", plain("Undeliverable: Drawings", f"{start}\n\n{FAILED}<mailto:{FAILED}>\n\n{info}\n\n{FAILED}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\n{ORIGINAL_HEADER}\n", from_=post), truth("bounce")
    yield "gmail", plain("Delivery Status Notification (Failure)", f"Delivery to the following recipient failed permanently:\n\n     {FAILED}\n\nTechnical details of permanent failure: \nThe error that the other server returned was:\n{REPLY}\n\n----- Original message -----\n\n{ORIGINAL}", from_="Mail Delivery Subsystem <mailer-daemon@googlemail.example>"), truth("bounce")
    yield "gmail-delay", plain("Delivery Status Notification (Delay)", f"THIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     {FAILED}\n\nMessage will be retried for 2 more day(s)\n\n----- Original message -----\n\n{ORIGINAL}", from_="Mail Delivery Subsystem <mailer-daemon@googlemail.example>"), truth("delay", code="")
    yield "domino", plain("DELIVERY FAILURE: User hanako not listed in Domino Directory", f"Your message\n\n  Subject: Drawings\n\nwas not delivered to:\n\n  {FAILED}\n\nbecause:\n\n  User hanako ({FAILED}) not listed in Domino Directory\n\n", from_=post), truth("bounce", code="", original=False)
    yield "notes", plain("Undeliverable mail", f"------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\n{FAILED}\n\n------- Returned Message --------\n\n{ORIGINAL}", from_=post), truth("bounce", code="")
    yield "mailmarshal", plain("Undeliverable Mail: Drawings", f"Your message:\n   From:    {SENDER}\n   Subject: Drawings\n\nCould not be delivered because of\n\n{REPLY.replace(f' <{FAILED}>...', '')}\n\nThe following recipients were affected: \n    {FAILED}\n\nAdditional Information\n======================\n", from_=post), truth("bounce", original=False)
    yield "imail", plain("Undeliverable Mail", f"Unknown user: {FAILED}\n\nRCPT TO generated following response:\n{REPLY}\n\nOriginal message follows.\n\n{ORIGINAL}", from_=f"\"Postmaster\" <{post}>"), truth("bounce")
    yield "surfcontrol", plain("Mail could not be delivered", f"Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: {FAILED}\n\nMon 1 Nov 2021 09:00:05 +0900\nFailed to send to identified host,\n{FAILED}: [203.0.113.9], {REPLY}\n\n--- Message non-deliverable.\n", from_=post), truth("bounce", original=False)
    yield "mcafee", plain("Undeliverable", f"--- The following addresses had delivery problems ---\n\n<{FAILED}>   (User unknown {FAILED})\n"), truth("bounce", code="", original=False)
    yield "text-file", parts("Delivery Status", ("text/plain; name=\"deliveryproblems.txt\"", f"    --- The following addresses had delivery problems ---\n\n<{FAILED}>   (5.1.1 <{FAILED}>... User unknown)"), ("message/rfc822\nContent-Disposition: attachment", ORIGINAL), report="mixed", from_=post), truth("bounce")
    yield "blocked", parts("**Message you sent blocked by our bulk email filter**", ("text/plain", f"Your message to: {FAILED}\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Drawings"), ("message/rfc822", ORIGINAL), report="mixed", from_=f"Spam Firewall <{post}>"), truth("bounce", code="")
    yield "mailfoundry", plain("Message delivery has failed", f"Unable to deliver message to: <{FAILED}>\nDelivery failed for the following reason:\nServer mx.kawa.example[203.0.113.9] failed with: {REPLY}\n\nThis has been a permanent failure.\n"), truth("bounce", original=False)
    yield "mailserver-x", plain("Failed Mail", f"We had trouble delivering your message. Full details follow:\n\nSubject: 'Drawings'\nDate: 'Mon, 1 Nov 2021 09:00:00 +0900'\n\n1 error(s):\n\nSMTP Server <mx.kawa.example> rejected recipient <{FAILED}> \n  Error following RCPT command: {REPLY}\n"), truth("bounce", original=False)
    yield "mdaemon", plain("Permanent Delivery Failure", f"The attached message had PERMANENT fatal delivery errors!\n\n--- Session Transcript ---\n Mon 2021-11-01 09:00:05: Parsing message <pd500.msg>\n Mon 2021-11-01 09:00:05: *  From: {SENDER}\n Mon 2021-11-01 09:00:05: *  To: {FAILED}\n"
                           f" Mon 2021-11-01 09:00:06: --> RCPT To:<{FAILED}>\n Mon 2021-11-01 09:00:06: <-- {REPLY}\n--- End Transcript ---\n", from_="\"MDaemon at mx.kawa.example\" <MDaemon@kawa.example>"), truth("bounce", original=False)
    yield "recipients-named", plain("Undeliverable: Drawings", f"Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon, 1 Nov 2021 09:00:00 +0900\n   Subject: Drawings\n\nThe following recipient(s) could not be reached:\n\n{FAILED}\n   Error Type: SMTP\n   Remote server (203.0.113.9) issued an error.\n   mail server replied: {REPLY}\n", from_=post), truth("bounce", original=False)
    yield "failed-recipient", plain("Delivery Failure", f"Could not deliver message to the following recipient(s):\n\nFailed Recipient: {FAILED}\nReason: Remote host said: {REPLY}\n\n   -- The header and top 20 lines of the message follows --\n\n{ORIGINAL}", from_="\"System Administrator\" <admin@kawa.example>"), truth("bounce")
    yield "ltd-zh", plain("=?utf-8?B?57O757uf6YCA5L+h?=", f"抱歉，您的邮件被退回来了。\n\n收件人邮件地址：{FAILED}\n退信原因：{REPLY}\n", from_="PostMaster@kawa.example"), truth("bounce", original=False)
    yield "passed-on", parts("Returned mail: User unknown", ("text/plain", "Delivery failed, see the attached report."), ("message/rfc822", dict((n, r) for n, r, _ in standard())["rfc3464"].decode()),
                             report="mixed", from_="Mail Delivery Subsystem <MAILER-DAEMON@relay.example>"), truth("bounce")
    yield "bullets", plain("Delivery status notification", f"      This message was created automatically by mail delivery software.\n  ============================================================================\n  * {FAILED}\n  ============================================================================\n\n{REPLY}\n\nReceived: from x\n"), truth("bounce", original=False)
    yield "dividers", plain("Delivery status notification", f"============================================================================\n      This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed permanently:\n\n  * {FAILED}\n\n"
                            f"============================================================================\n                            Technical details:\n\nSMTP:RCPT host 203.0.113.9: {REPLY}\n"), truth("bounce", original=False)
    yield "pager", plain("Undeliverable Message", f"Message could not be delivered to mobile.\nError: No valid recipients for this MM\n\nOriginal Message:\nFrom: Taro Yamada <{SENDER}>\nTo: {FAILED}\nSubject: Drawings\nDate:  Mon, 1 Nov 2021 09:00:00 +0900\n",
                         from_="sysadmin@pix.kawa.example", extra=""), truth("bounce", code="", original=False)
    yield "notification-json", plain("AWS Notification Message", '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"' + FAILED + '","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},"mail":{"source":"' + SENDER + '"}}', from_="SES <no-reply@sns.amazonaws.com>", extra=""), truth("bounce", original=False)


def japan():
    """Gateways and carriers of Japan."""
    jis = "text/plain; charset=iso-2022-jp"
    yield "mfilter", plain("failure notice", f"このメールは自動的に生成して送信しています。\n以下のメールアドレスへの送信に失敗しました。\n{FAILED}\n\n-------server message\n{REPLY}\n\n-------SMTP command\nDATA\n\n-------original message\n{ORIGINAL}", from_="<>"), truth("bounce")
    yield "kddi", plain("Mail System Error - Returned Mail", f"Your mail sent on: Mon, 1 Nov 2021 09:00:05 +0900\n    Could not be delivered to: <{FAILED}>\n    As their mailbox is full.\n", from_="Postmaster@kawa.example"), truth("bounce", code="", original=False)
    yield "ezweb", plain("Mail System Error - Returned Mail", f"The user(s) account is disabled.\n\n<{FAILED}>: {REPLY} -> 250 OK\n\nThe following recipients did not receive this message:\n\n<{FAILED}>\n", from_="Postmaster@kawa.example"), truth("bounce", original=False)
    yield "biglobe", plain("Returned mail: User unknown", f"   ----- The following addresses had delivery problems -----\n{FAILED}\n\n   ----- Non-delivered information -----\nThe user does not exist.\n", from_="postmaster@kawa.example"), truth("bounce", code="", original=False)
    yield "docomo", plain("=?utf-8?B?6YCB5L+h44Ko44Op44O8?=", f"次のあて先へのメッセージはエラーのため送信できませんでした。\n\n送信先メールアドレスが見つかりません。\n\n{FAILED}\n", from_="mail-daemon@kawa.example"), truth("bounce", code="", original=False)
    yield "interscan", plain("=?utf-8?B?44Oh44O844Or6YWN5L+h44Gr5aSx5pWX?=", f"メール配信に失敗しました\n\n送信 >>> RCPT TO:<{FAILED}>\n受信 <<< {REPLY}\n", from_="\"InterScan MSS\" <postmaster@kawa.example>"), truth("bounce", original=False)
    yield "sentence-ja", plain("=?utf-8?B?6YWN5L+h5LiN6IO96YCa55+l?=", f"{FAILED} へのメールは配信できませんでした。\n理由: {REPLY}\nご不明な点は admin@kawa.example へメールでお問い合わせください。\n", from_="\"InterScan MSS\" <postmaster@kawa.example>"), truth("bounce", original=False)
    yield "gateway-jis", (head("=?iso-2022-jp?B?GyRCR1s/LiUoJWkhPBsoQg==?=", kind=jis).encode() + f"お客様が送信されたメールは、以下の理由により配信できませんでした。\n\n宛先: {FAILED}\n理由: {REPLY}\n\n----- 送信されたメール -----\n{ORIGINAL}".encode("iso2022_jp")), truth("bounce")
    yield "expired-ja", plain("=?utf-8?B?6YWN5L+h44Ko44Op44O8?=", f"下記の宛先へのメールを配信できませんでした。\n\n{FAILED}\n\n再送期限を過ぎました。\n"), truth("delay", code="", original=False)


def others():
    """No delivery report, and nothing at all (kind None)."""
    nobody = {"kind": None, "recipients": [], "status": "", "original": ""}
    person, qmail = "Taro Yamada <taro.yamada@hikari.example>", dict(unix_list())["qmail"].decode()
    yield "vacation", plain("Re: Drawings", "I am out of the office until Monday.\n", from_=FAILED, extra="Auto-Submitted: auto-replied (vacation)\nIn-Reply-To: <" + ORIGINAL_ID + ">\n"), {"kind": "auto-reply", "recipients": [FAILED], "status": "", "original": ORIGINAL_ID}
    yield "left-the-company", plain("Re: Drawings", f"I no longer work here. Your message was not delivered to anybody and will not be forwarded.\nPlease write to {SECOND}.\n", from_=FAILED, extra="Return-Path: <>\nAuto-Submitted: auto-replied\n"), {"kind": "auto-reply", "recipients": [FAILED], "status": "", "original": ""}
    yield "challenge", plain("Please confirm your message", "Please confirm that you sent this message; then it will be delivered to my inbox.\n", from_=FAILED), {"kind": "challenge", "recipients": [FAILED], "status": "", "original": ""}
    yield "lure-link", plain("Undelivered messages: action required", "7 incoming messages could not be delivered to your inbox.\n\nRelease messages here: http://files.example/release?id=7\n", from_="Mail Delivery System <office@strange.example>", extra=""), {"kind": "lure", "recipients": [], "status": "", "original": ""}
    yield "lure-ja", plain("=?utf-8?B?44CQ6YeN6KaB44CR5pyq6YWN5L+h44Oh44O844Or?=", "未配信のメールが3通あります。\nこちらから確認してください: http://files.example/mail\n", from_="=?utf-8?B?44Oh44O844Or44K144O844OQ44O8?= <info@strange.example>", extra=""), {"kind": "lure", "recipients": [], "status": "", "original": ""}
    lure = {"kind": "lure", "recipients": [], "status": "", "original": ""}
    page = '<html><body><p>Mail delivery failed: 4 incoming messages could not be delivered to your mailbox.</p><p><a href="https://files.example/login">Release messages</a></p></body></html>'
    yield "lure-html", plain("Mail delivery failed: returning message to sender", page, from_="Mail Delivery System <mailer-daemon@strange.example>", extra="", kind="text/html; charset=utf-8"), lure
    yield "lure-payload", parts("Delivery Status Notification (Failure)", ("text/plain", "Your message could not be delivered. Open the attached report for details."), ("application/zip; name=report.zip\nContent-Transfer-Encoding: base64", "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="),
                                report="mixed", from_="Mailer Daemon <info@strange.example>", extra=""), lure
    yield "parcel", plain("Delivery failed: parcel 4711", "We could not deliver your parcel today. Choose a new date here: https://parcel.example/4711\n", from_="Parcel Delivery Service <info@parcel.example>", extra=""), nobody
    yield "digest", plain("You have new held messages", "You have 3 new messages in quarantine. Release or block them here: https://filter.example/digest\n", from_="Mail Filter <postmaster@filter.example>", extra=""), nobody
    yield "asked-about", plain("Re: Mail delivery failed", "The mail to you could not be delivered, see https://wiki.kawa.example/mail for details.\n", from_=FAILED, extra="In-Reply-To: <" + ORIGINAL_ID + ">\n"), nobody
    yield "announcement", plain("Maintenance on Sunday", "On Sunday mail cannot be delivered between 2 and 4 o'clock. Questions: info@kawa.example\n\nOur office is at\noffice@kawa.example\n", from_="postmaster@kawa.example"), nobody
    yield "newsletter-about-bounces", plain("Postmaster Weekly: why mail bounces", f"This week: what does it mean?\n\n<{FAILED}>: {REPLY}\n\nRead on: https://weekly.example/\n", from_="Postmaster Weekly <postmaster-weekly@weekly.example>", extra="Return-Path: <bounce-17@weekly.example>\nList-Id: <weekly.weekly.example>\n"), nobody
    yield "forwarded-by-hand", plain("Fwd: failure notice", "What does this mean?\n\nBegin forwarded message:\n\n" + qmail.split("\n\n", 1)[1], from_=person, to="helpdesk@hikari.example", extra=f"Return-Path: <{SENDER}>\n"), nobody
    yield "thread-about-bounces", plain("[postmasters] Re: Undelivered Mail Returned to Sender", f"> This is the mail system at host {REPORTER}.\n> <{FAILED}>: {REPLY}\n\nYour message could not be delivered because the domain has no MX.\n", from_=person, extra="List-Id: <postmasters.lists.example>\n"), nobody
    yield "attached-report", parts("FW: Undelivered", ("text/plain", "Please have a look."), ("message/rfc822", qmail), report="mixed", from_=person, extra=f"Return-Path: <{SENDER}>\n"), nobody
    yield "newsletter", plain("News of the week", f"Our new address is {FAILED}.\nRead more: http://www.kawa.example/\n", from_="newsletter@kawa.example", extra="Return-Path: <>\nPrecedence: bulk\n"), nobody
    yield "quota", plain("Quota warning", f"Your mailbox {SENDER} is almost full (95 %). Mail to you could not be delivered soon.\nContact: helpdesk@hikari.example\n", from_="postmaster@hikari.example"), nobody
    yield "quarantine", plain("Spam digest", f"The following messages were rejected or held in quarantine:\n\n{FAILED}\n  550 5.7.1 Message rejected\n", from_="postmaster@hikari.example"), nobody
    yield "log", plain("Logwatch for mx.hikari.example", f"1 bounced: <{FAILED}> (host mx said: {REPLY})\n", from_="logwatch@mx.hikari.example", extra="Return-Path: <root@mx.hikari.example>\nAuto-Submitted: auto-generated\n"), nobody
    yield "alarm", plain("Cron <root@db> backup", "backup of mail to backup@kawa.example finished\n", from_="root@hikari.example", extra="Auto-Submitted: auto-generated\n"), nobody


def unix_list():
    return [(name, raw) for name, raw, _ in unix()]


def formats():
    result = {}
    for group in (standard, unix, products, japan, others):
        for name, raw, fact in group():
            result[name] = (raw, fact)
    return result

/* Domains where the public gets mailboxes. */
#include "model/address.h"

#include <stdlib.h>

#define DOMAIN_BYTES 64

/* Sorted: mail services, and the providers and carriers whose customers' mailboxes share a domain. */
static const char *const providers[] = {
    "126.com", "139.com", "163.com", "188.com", "189.cn", "1und1.de", "21cn.com", "abv.bg", "aim.com", "alice.it",
    "aliyun.com", "alpha-net.ne.jp", "aol.com", "aol.jp", "arcor.de", "asahi-net.or.jp", "att.net", "au.com",
    "auone-net.jp", "auone.jp", "azet.sk", "bbiq.jp", "bbox.fr", "bekkoame.ne.jp", "bellsouth.net", "biglobe.jp",
    "biglobe.ne.jp", "bigpond.com", "bk.ru", "bluewin.ch", "blueyonder.co.uk", "bol.com.br", "btinternet.com",
    "centrum.cz", "charter.net", "citromail.hu", "cnc.jp", "comcast.net", "commufa.jp", "cox.net", "daum.net",
    "dion.ne.jp", "disney.ne.jp", "docomo.ne.jp", "dti.ne.jp", "earthlink.net", "email.com", "email.cz",
    "emnet.ne.jp", "emobile.ne.jp", "enjoy.ne.jp", "eonet.ne.jp", "excite.co.jp", "excite.com", "ezweb.ne.jp",
    "fastmail.com", "fastmail.fm", "fastwebnet.it", "foxmail.com", "free.fr", "freemail.hu", "freeml.com",
    "freenet.de", "frontier.com", "globo.com", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
    "gmx.us", "goo.jp", "goo.ne.jp", "googlemail.com", "hanmail.net", "hey.com", "hi-ho.ne.jp", "hinet.net",
    "hispeed.ch", "home.ne.jp", "home.nl", "hotmail.co.jp", "hotmail.co.uk", "hotmail.com", "hotmail.de",
    "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "i.softbank.jp", "i.ua", "icloud.com", "ig.com.br",
    "iij4u.or.jp", "inbox.com", "inbox.ru", "indiatimes.com", "infoseek.jp", "infoseek.to", "infoweb.ne.jp",
    "inter.net.jp", "interia.pl", "internet.ru", "interq.or.jp", "itscom.jp", "itscom.net", "jp-t.ne.jp", "juno.com",
    "kakao.com", "katch.ne.jp", "kcn.jp", "kcn.ne.jp", "kpnmail.nl", "kyoto-inet.or.jp", "laposte.net", "libero.it",
    "list.ru", "live.co.uk", "live.com", "live.de", "live.fr", "live.it", "live.jp", "live.nl", "livedoor.com",
    "lycos.com", "mac.com", "mail.bg", "mail.com", "mail.de", "mail.dk", "mail.ru", "mailbox.org", "me.com",
    "mediacat.ne.jp", "megaegg.ne.jp", "mineo.jp", "mopera.net", "msn.com", "nate.com", "nava21.ne.jp", "naver.com",
    "neuf.fr", "nifty.com", "nifty.ne.jp", "ntlworld.com", "nttpc.ne.jp", "o2.pl", "ocn.jp", "ocn.ne.jp", "odn.ne.jp",
    "onet.pl", "online.no", "op.pl", "optonline.net", "optusnet.com.au", "orange.fr", "outlook.com", "outlook.com.br",
    "outlook.de", "outlook.es", "outlook.fr", "outlook.it", "outlook.jp", "passport.com", "pchome.com.tw",
    "pdx.ne.jp", "pikara.ne.jp", "plala.or.jp", "planet.nl", "pm.me", "posteo.de", "proton.me", "protonmail.ch",
    "protonmail.com", "proximus.be", "qq.com", "rakumail.jp", "rakuten.jp", "rambler.ru", "rediffmail.com",
    "rocketmail.com", "rogers.com", "sannet.ne.jp", "sapo.pt", "sbcglobal.net", "seed.net.tw", "seznam.cz", "sfr.fr",
    "shaw.ca", "sina.cn", "sina.com", "sky.com", "skynet.be", "so-net.jp", "so-net.ne.jp", "softbank.jp",
    "softbank.ne.jp", "sohu.com", "starcat.ne.jp", "sympatico.ca", "t-com.ne.jp", "t-net.ne.jp", "t-online.de",
    "talktalk.net", "tcat.ne.jp", "tdcadsl.dk", "tele2.se", "telefonica.net", "telenet.be", "telia.com", "telus.net",
    "terra.com.br", "terra.es", "tiki.ne.jp", "tin.it", "tiscali.it", "tnc.ne.jp", "tom.com", "toppa.jp", "tuta.io",
    "tutamail.com", "tutanota.com", "tutanota.de", "u-netsurf.ne.jp", "ukr.net", "uol.com.br", "uqmobile.jp",
    "usa.com", "verizon.net", "virgilio.it", "virginmedia.com", "vodafone.de", "vodafone.ne.jp", "wakwak.com",
    "wanadoo.fr", "web.de", "willcom.com", "windstream.net", "wp.pl", "xs4all.nl", "xtra.co.nz", "ya.ru", "yahoo.ca",
    "yahoo.co.id", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.ar", "yahoo.com.au",
    "yahoo.com.br", "yahoo.com.hk", "yahoo.com.mx", "yahoo.com.sg", "yahoo.com.tw", "yahoo.com.vn", "yahoo.de",
    "yahoo.es", "yahoo.fr", "yahoo.in", "yahoo.it", "yahoo.ne.jp", "yandex.com", "yandex.ru", "ybb.jp", "ybb.ne.jp",
    "yeah.net", "ymail.com", "ymail.ne.jp", "ymobile.ne.jp", "zaq.ne.jp", "ziggo.nl", "zoho.com", "zohomail.com",
    "ztv.ne.jp",
};

static int compare(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

bool address_public_provider(struct span organisation)
{
    char key[DOMAIN_BYTES];
    if (organisation.size == 0 || organisation.size >= sizeof key)
        return false;
    memcpy(key, organisation.data, organisation.size);
    key[organisation.size] = '\0';
    return bsearch(key, providers, sizeof providers / sizeof providers[0], sizeof providers[0], compare) != NULL;
}

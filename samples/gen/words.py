"""What people write about: vocabulary and sentence patterns, Japanese and English, filled in per thread."""

FAMILY_NAMES = """佐藤:サトウ:Sato 鈴木:スズキ:Suzuki 高橋:タカハシ:Takahashi 田中:タナカ:Tanaka 伊藤:イトウ:Ito 渡辺:ワタナベ:Watanabe
山本:ヤマモト:Yamamoto 中村:ナカムラ:Nakamura 小林:コバヤシ:Kobayashi 加藤:カトウ:Kato 吉田:ヨシダ:Yoshida 山田:ヤマダ:Yamada 佐々木:ササキ:Sasaki
山口:ヤマグチ:Yamaguchi 松本:マツモト:Matsumoto 井上:イノウエ:Inoue 木村:キムラ:Kimura 林:ハヤシ:Hayashi 清水:シミズ:Shimizu 斎藤:サイトウ:Saito
森:モリ:Mori 池田:イケダ:Ikeda 橋本:ハシモト:Hashimoto 阿部:アベ:Abe 石川:イシカワ:Ishikawa 前田:マエダ:Maeda 藤田:フジタ:Fujita 小川:オガワ:Ogawa
岡田:オカダ:Okada 後藤:ゴトウ:Goto 長谷川:ハセガワ:Hasegawa 村上:ムラカミ:Murakami 近藤:コンドウ:Kondo 石井:イシイ:Ishii 坂本:サカモト:Sakamoto
遠藤:エンドウ:Endo 青木:アオキ:Aoki 藤井:フジイ:Fujii 西村:ニシムラ:Nishimura 福田:フクダ:Fukuda 太田:オオタ:Ota 三浦:ミウラ:Miura""".split()
GIVEN_NAMES = """健一:ケンイチ:Kenichi 直美:ナオミ:Naomi 大輔:ダイスケ:Daisuke 由美子:ユミコ:Yumiko 翔太:ショウタ:Shota 恵子:ケイコ:Keiko 拓也:タクヤ:Takuya
陽子:ヨウコ:Yoko 浩二:コウジ:Koji 真由美:マユミ:Mayumi 誠:マコト:Makoto 智子:トモコ:Tomoko 隆:タカシ:Takashi 久美子:クミコ:Kumiko 修:オサム:Osamu
裕子:ユウコ:Yuko 剛:ツヨシ:Tsuyoshi 美穂:ミホ:Miho 哲也:テツヤ:Tetsuya 香織:カオリ:Kaori 和也:カズヤ:Kazuya 彩:アヤ:Aya 亮:リョウ:Ryo
愛:アイ:Ai 学:マナブ:Manabu 舞:マイ:Mai 勇気:ユウキ:Yuki 千尋:チヒロ:Chihiro 正樹:マサキ:Masaki 瞳:ヒトミ:Hitomi""".split()
ENGLISH_GIVEN = """Alice Martin Helen Thomas Ruth Peter Nadia Owen Claire Simon Ingrid Victor Maya Patrick Irene Leon Fiona Hugo Petra Graham
Judith Marcus Elena Colin Sonia Daniel Brigid Anton Laura Niall""".split()
ENGLISH_FAMILY = """Barlow Whitcombe Sandoval Petrov Lindqvist Okafor Marchetti Hargreaves Novak Delacroix Brennan Castellan Fairweather Juhl Kowalczyk
Penrose Ashdown Vandermeer Rosenthal Thackeray Merriman Oduya Stavros Quillfeather Bergstrom Tolliver Calloway Drummond Ellingham Farrow""".split()
TITLES = "部長 課長 主任 係長 室長 担当".split()
DEPARTMENTS = "営業部 技術部 購買部 品質保証部 総務部 経理部 製造課 開発課 物流管理課 生産管理部".split()
DEPARTMENTS_EN = ["Sales", "Engineering", "Procurement", "Quality", "Finance", "Logistics", "Customer Care", "Operations"]

PRODUCTS = """減速機 搬送コンベヤ 樹脂ケース 温調ユニット 圧力センサ 制御盤 配電ボックス 油圧シリンダ 検査治具 真空ポンプ 熱交換器 射出金型 送風ファン
精密ばね 端子台 光学レンズ 計量ホッパ 自動梱包機 分注ノズル 研磨テーブル ラベル印字機 冷却塔 直動ガイド 防爆モータ 集塵フィルタ 基板カバー 液面計
切替バルブ 流量計 搬送ロボット 乾燥炉 面取り工具 電磁ブレーキ 昇降リフト 画像検査装置 ワイヤハーネス 絶縁スペーサ 排水ポンプ 加熱プレート 保温ジャケット""".split()
PARTS = """軸受 シール フランジ 取付ボルト 電源ケーブル 固定ブラケット 表面処理 塗装色 刻印 銘板 パッキン 接続端子 ねじ部 溶接部 検査成績書 梱包箱 納品書
図面番号 公差 材質証明 耐熱試験 漏れ試験 絶縁抵抗 騒音値 振動データ 試運転 取扱説明書 保守部品 交換周期 冷却配管 基礎図 配線図 部品表 見積条件 支払条件
輸送方法 納入仕様 保証期間 受入検査 校正証明""".split()
PLACES = """川崎 浜松 豊橋 四日市 加古川 福山 高崎 宇都宮 日立 郡山 長岡 富山 金沢 松本 大垣 彦根 堺 姫路 倉敷 今治 北九州 大分 熊本 延岡 苫小牧 室蘭 八戸
石巻 酒田 上越 諏訪 沼津 刈谷 鈴鹿 尼崎 呉 徳山 新居浜 諫早 薩摩川内""".split()
DOCUMENTS = """見積書 注文請書 議事録 仕様書 工程表 検収書 納期回答 是正報告書 契約書案 出荷案内 請求書 点検記録 評価レポート 設計変更通知 作業手順書 需要予測表
監査資料 配置図 稟議資料 在庫一覧""".split()
TROUBLES = """寸法のばらつき 塗膜の剥がれ 異音 油漏れ 数量不足 表示の誤り 納期の遅れ 部品の欠品 温度上昇 起動不良 配線の干渉 輸送中の破損 芯ずれ 粉塵の付着 締付け不足
変色 応答の遅れ 梱包の濡れ 版数の食い違い 検査漏れ""".split()
CAUSES = """金型の摩耗 夜勤の引継ぎ 新しい治具 仕入先の材料変更 湿度の高い倉庫 図面の旧版 測定器の校正切れ ラインの切替え 台風による欠航 連休中の停電 端数の丸め方
承認経路の変更 コネクタの選定 外注先の混雑 入力欄の写し間違い 試作時の設定""".split()
ACTIONS = """再検査 代替品の手配 現地での立会い 図面の改訂 工程の見直し 分割納入 追加見積 原因の切り分け 写真での記録 第三者測定 設定値の変更 仮出荷 打合せの再設定
口頭での説明 単価の再計算 契約条項の修正 保管場所の変更 荷姿の変更 担当者の増員 試験片の作成""".split()
ADVERBS = "至急 念のため 改めて 来週中に 月末までに 先方と相談のうえ 現場の判断で 社内で確認後 あらかじめ 可能な範囲で 午前中に 次回の便で".split()

JA_OPEN = [
    "{place}工場向け{product}の{doc}を{number}部お送りしますので、{part}の欄をご覧いただけますか。",
    "先日{place}で伺った{product}の{part}の件、{doc}にまとめると{yen}円ほどになりそうです。",
    "{product}({code})の{part}について、{place}の現場から{trouble}が{number}件報告されました。",
    "{code}の{product}、{day}に{place}へ{number}台入れる段取りで{doc}を作り始めています。",
    "{place}拠点で使う{product}を{number}台更新したく、{part}も含めた{doc}をお願いできますでしょうか。",
    "{day}の{place}での打合せで、{product}の{part}と{part2}を同時に決めたいと考えております。",
    "{product}の{trouble}ですが、{cause}が絡んでいるようで{part}を{number}か所測り直しています。",
    "{doc}{code}の{part}の記載が{place}倉庫の控えと{number}行食い違っておりました。",
]
JA_MIDDLE = [
    "{cause}を疑い{number}日から{place}で{action}を進めましたが、{part}には変化がありません。",
    "{part}は{yen}円、{part2}は{yen2}円で、合わせて{day}の締めに間に合わせます。",
    "{action}を{adverb}行うなら、{place}から{person}が{number}時に伺えるとのことです。",
    "{trouble}は{number}ロット目だけで、{cause}の前後を{adverb}比べています。",
    "{person}によれば{place}の{product}も同じ{part}で、{trouble}は一度もないそうです。",
    "{doc}の{number}ページにある{part}の値は{place}で測った平均で、{day}版と差があります。",
    "{part}を{adverb}替えた場合、{place}への輸送は{number}箱増え{yen}円ほど上がります。",
    "{action}については{person}が{day}に{place}で{part}を見てから決めさせてください。",
    "{code}を使う{place}のラインは{number}本で、{part2}だけ{adverb}先に送る案もあります。",
    "{cause}と{trouble}は別の話と見て、{doc}では{part}を{number}項目に分けました。",
    "{product}の{part}は{place}の{person}が保管しており、{number}個なら{adverb}出せます。",
    "なお{action}の費用{yen}円は{doc}の{part}に含め、{place}分だけ別行にしています。",
    "{day}時点の{part}の残りは{number}個、{place}の分を回せば{number2}個まで増やせます。",
    "{place}では{cause}が{number}週続き、{part}より{part2}のほうが先に足りなくなりました。",
]
JA_ASK = [
    "{part}を{number}個に減らしても{product}の{doc}は通りますでしょうか。",
    "{place}の{person}にも{doc}を{adverb}回してよろしいでしょうか。",
    "{action}は{day}と{day2}のどちらが{place}の都合に合いますか。",
    "{trouble}の写真を{number}枚、{part}がわかる向きで頂けますと助かります。",
    "{code}の{part2}は{yen}円のまま据え置けるか、{adverb}お知らせください。",
    "{cause}について{place}側の見解を{doc}に{number}行ほど書き添えていただけますか。",
]
JA_ANSWER = [
    "ご指摘の{part}は{place}で{number}回測り、{trouble}は{cause}によるものとわかりました。",
    "{doc}は{adverb}直し、{part}を{yen}円、{part2}を{number}日に改めました。",
    "{person}と相談し、{place}の{product}は{action}で進めることにいたします。",
    "お尋ねの{part2}は{number}個が{day}に{place}へ着く予定で、{code}と刻んであります。",
    "{place}の都合は{day}の{number}時なら空いており、{action}の道具も揃っています。",
    "{trouble}の件は{number}台とも{part}を替えて収まり、{place}では{action}を終えました。",
    "いただいた{doc}のうち{part}は承り、{part2}の{yen}円だけ{adverb}再考をお願いします。",
]
JA_SHORT = ["承知いたしました。", "ありがとうございます。確認いたします。", "了解です。よろしくお願いします。", "拝受しました。", "{day}で問題ありません。"]
JA_SUBJECT = [
    "{product}の{part}について", "【{code}】{doc}送付の件", "{place}工場 {product} {action}のご相談", "{doc}のご確認({product})", "{trouble}の件({place})",
    "{day} {place}打合せの件", "{product} {part}の{doc}", "{place}向け{part}の納期", "Re-order {code} {product}", "{part}と{part2}の変更について",
]

PRODUCTS_EN = """gearbox|conveyor drive|pressure gauge|control cabinet|hydraulic ram|heat exchanger|injection mould|vacuum pump|optical lens|filling nozzle|label printer
cooling tower|linear guide|dust filter|level sensor|flow meter|drying oven|lift table|inspection camera|wire harness|drain pump|heating plate|torque wrench|bearing housing
test bench|packing line|power supply|relay board|spindle motor|dosing valve""".replace("\n", "|").split("|")
PARTS_EN = """shaft seal|mounting bolts|terminal block|paint finish|name plate|weld seam|test certificate|packing list|drawing number|tolerance note|noise figure|vibration log
user manual|spare kit|cooling loop|wiring plan|parts list|payment terms|freight class|warranty clause|incoming check|calibration record|gasket set|cable gland|surface coating
flange face|leak test|insulation value|delivery note|inspection stamp""".replace("\n", "|").split("|")
PLACES_EN = """Aldbury Brenner Corvallis Dundrum Esbjerg Falmouth Gdynia Holmfirth Ipswich Jarrow Kemble Lisburn Maidenhead Norrtalje Oakham Penrith
Ravenna Selkirk Taunton Uppsala Verona Wexford Yeovil Zwolle Bergamo Clonmel Durham Evesham""".split()
DOCUMENTS_EN = """quotation|order confirmation|minutes|specification|project plan|acceptance sheet|corrective action report|draft contract|shipping advice|invoice|inspection log
evaluation report|change notice|work instruction|forecast|audit file|layout drawing|stock list|tender annex|service report""".replace("\n", "|").split("|")
TROUBLES_EN = """uneven spacing|flaking paint|a grinding noise|an oil leak|a short count|a wrong label|late delivery|a missing part|overheating|a failed start|crossed cables
transit damage|misalignment|dust inside the cover|loose fittings|discolouration|slow response|wet cartons|a version mix-up|a skipped test""".replace("\n", "|").split("|")
CAUSES_EN = """a worn mould|the night shift handover|a new fixture|a change of alloy|the damp warehouse|an outdated drawing|an expired calibration|the line changeover|a cancelled ferry
the holiday power cut|the way we round|a new approval path|the connector choice|a busy subcontractor|a typing slip|prototype settings""".replace("\n", "|").split("|")
ACTIONS_EN = """a second inspection|a replacement order|a visit on site|a drawing revision|a process review|partial shipments|a revised quote|a root cause check|photo records
an outside measurement|new set points|an interim delivery|another meeting|a phone call|a fresh calculation|a contract amendment|another storage bay|different pallets|one more fitter
test coupons""".replace("\n", "|").split("|")
ADVERBS_EN = "promptly|just in case|once more|within the week|before month end|after a word with the client|at the foreman's discretion|in advance|where possible|in the morning|with the next lorry".split("|")
EN_OPEN = [
    "We need {number} units of the {product} for {place} and would like the {doc} to cover the {part} as well.",
    "The {product} we discussed in {place} comes to about {yen} with the {part} included, see the {doc}.",
    "Our crew in {place} reported {trouble} on the {product} ({code}), always near the {part}.",
    "By {day} the {place} site wants {number} {product} sets, so I have begun the {doc}.",
    "I compared the {doc} {code} with the {place} copy and {number} lines about the {part} differ.",
    "On {day} in {place} I hope we can settle both the {part} and the {part2} of the {product}.",
]
EN_MIDDLE = [
    "It looks like {cause}, since {number} of the {part} readings from {place} moved after {day}.",
    "The {part} is {yen} and the {part2} {yen2}, which still fits the budget for {place}.",
    "{person} can be in {place} at {number} o'clock for {action} if we ask {adverb}.",
    "Only batch {number} shows {trouble}; we are checking {cause} {adverb}.",
    "According to {person} the {place} {product} has the same {part} and never had {trouble}.",
    "Page {number} of the {doc} lists the {part} as measured in {place}, not the figure of {day}.",
    "Swapping the {part} {adverb} would add {number} crates to {place}, roughly {yen} more.",
    "Let us leave {action} until {person} has seen the {part2} in {place} on {day}.",
    "I split the {doc} into {number} items because {trouble} and {cause} are separate matters.",
    "We hold {number} of the {part} in {place} and could release {number2} {adverb}.",
    "The {yen} for {action} sits under the {part} in the {doc}, with {place} on its own line.",
]
EN_ASK = [
    "Would the {doc} still pass with {number} of the {part} instead of {number2}?",
    "May I forward the {doc} to {person} in {place} {adverb}?",
    "Does {day} or {day2} suit {place} better for {action}?",
    "Could you send {number} photos of {trouble} that show the {part}?",
    "Please tell us {adverb} whether the {part2} can stay at {yen}.",
]
EN_ANSWER = [
    "We measured the {part} in {place} {number} times and {trouble} does come from {cause}.",
    "I corrected the {doc} {adverb}: the {part} is now {yen} and the {part2} due on {day}.",
    "{person} and I agreed on {action} for the {product} in {place}.",
    "The {part2} you asked about, {number} pieces marked {code}, should reach {place} on {day}.",
    "{place} is free on {day} at {number} o'clock and has the tools for {action}.",
    "All {number} units in {place} run again after a new {part}, and {action} is done.",
]
EN_SHORT = ["Understood, thank you.", "Thanks, will do.", "Noted with thanks.", "Works for me.", "{day} is fine."]
EN_SUBJECT = ["{product} {part}", "{doc} {code}", "{place}: {action}", "{trouble} in {place}", "Meeting in {place} on {day}", "{product} for {place}", "Changes to the {part}",
              "{doc} for the {product}"]

JAPANESE = {"product": PRODUCTS, "part": PARTS, "place": PLACES, "doc": DOCUMENTS, "trouble": TROUBLES, "cause": CAUSES, "action": ACTIONS, "adverb": ADVERBS}
ENGLISH = {"product": PRODUCTS_EN, "part": PARTS_EN, "place": PLACES_EN, "doc": DOCUMENTS_EN, "trouble": TROUBLES_EN, "cause": CAUSES_EN, "action": ACTIONS_EN,
           "adverb": ADVERBS_EN}
PATTERNS = {"ja": (JA_OPEN, JA_MIDDLE, JA_ASK, JA_ANSWER, JA_SHORT, JA_SUBJECT), "en": (EN_OPEN, EN_MIDDLE, EN_ASK, EN_ANSWER, EN_SHORT, EN_SUBJECT)}
MONTHS = "January February March April May June July August September October November December".split()


class Topic:
    """What one thread is about: some words stay for the whole thread, the others are drawn for each sentence."""

    def __init__(self, draw, language):
        self.draw, self.language = draw, language
        self.words = JAPANESE if language == "ja" else ENGLISH
        self.open, self.middle, self.ask, self.answer, self.short, self.subjects = PATTERNS[language]
        self.kept = {kind: [draw.pick(self.words[kind]) for _ in range(count)]
                     for kind, count in (("product", 1), ("place", 2), ("part", 4), ("doc", 2), ("trouble", 2), ("cause", 2), ("action", 3), ("adverb", 12))}
        self.code = draw.pick(["HK", "PO", "No.", "Q", "ZX", "JB"]) + "-" + str(draw.between(1000, 99999))
        self.month = draw.between(1, 12)

    def _day(self):
        day = self.draw.between(1, 28)
        if self.language == "ja":
            return f"{self.month}月{day}日"
        return f"{day} {MONTHS[self.month - 1]}"

    def _person(self):
        if self.language == "ja":
            return self.draw.pick(FAMILY_NAMES).split(":")[0] + "さん"
        return self.draw.pick(ENGLISH_FAMILY)

    def _money(self):
        amount = self.draw.between(11, 9989) * self.draw.pick([100, 1000, 10, 470])
        return f"{amount:,}" if self.language == "ja" else f"EUR {amount:,}"

    def fill(self, pattern):
        draw, values = self.draw, {}
        for kind, kept in self.kept.items():
            values[kind] = draw.pick(kept) if draw.chance(0.75) else draw.pick(self.words[kind])
        values["part2"] = draw.pick(self.words["part"])
        values.update(day=self._day(), day2=self._day(), person=self._person(), yen=self._money(), yen2=self._money(), code=self.code,
                      number=draw.between(2, 24), number2=draw.between(25, 400))
        text = pattern.format(**values)
        return text[0].upper() + text[1:]

    def subject(self):
        return self.fill(self.draw.pick(self.subjects))

    def opening(self):
        return self._sentences([self.open] + [self.middle] * self.draw.between(1, 4) + ([self.ask] if self.draw.chance(0.7) else []))

    def reply(self):
        """Sentences of an answer; about one in eight says nothing in particular."""
        if self.draw.chance(0.12):
            return [self.fill(self.draw.pick(self.short))]
        return self._sentences([self.answer] + [self.middle] * self.draw.between(0, 3) + ([self.ask] if self.draw.chance(0.4) else []))

    def _sentences(self, kinds):
        patterns = []
        for kind in kinds:
            fresh = [pattern for pattern in kind if pattern not in patterns]
            patterns.append(self.draw.pick(fresh))
        return [self.fill(pattern) for pattern in patterns]

"""What cannot be returned without reason (消费者权益保护法 25): five kinds, which may not be widened."""

from datetime import date

from huaihai.law.grounds.ground import Channel, Purpose, numbered
from huaihai.law.sureness import Sureness

RETURN_EXCLUSIONS = numbered(
    "CRL-25",
    (
        ("消费者定作的", "made to order"),
        ("鲜活易腐的", "fresh or perishable"),
        (
            "在线下载或者消费者拆封的音像制品、计算机软件等数字化商品",
            "digital goods downloaded or unsealed by the consumer",
        ),
        ("交付的报纸、期刊", "newspapers and periodicals delivered"),
        (
            "根据性质不宜退货、并且经消费者购买时确认的",
            "unsuitable for return by nature, and confirmed so by the consumer at purchase",
        ),
    ),
    purpose=Purpose.EXCLUDE_RETURN,
    channel=Channel.LAW,
    article="消费者权益保护法第25条（第{n}类）",
    sureness=Sureness.LAW,
    in_force_from=date(2014, 3, 15),
)

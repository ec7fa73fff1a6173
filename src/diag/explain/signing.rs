//! Keys, signatures and timestamps.

use super::Explanation;

pub(super) const KEY_UNREADABLE: Explanation = Explanation {
    means: (
        "密钥、证书或吊销信息的文件读不了，或者不是该有的那种。",
        "A file with a key, a certificate or revocation data cannot be read, or is not what it should be.",
    ),
    example: ("--sign 单位.p12，而文件不在这里。", "--sign unit.p12, and the file is not there."),
    remedy: (
        "核对路径；密钥可以是 .p12、.pfx、.pem 文件，pkcs11: 或 command:。",
        "Check the path: a key may be a .p12, .pfx or .pem file, pkcs11: or command:.",
    ),
};

pub(super) const PASSWORD_WRONG: Explanation = Explanation {
    means: ("密钥的密码不对，或者没有给出密码。", "A key's password is wrong or missing."),
    example: ("密码文件里多了一个空格。", "The file with the password has a blank too many."),
    remedy: (
        "用 --password-file 指明密码文件，或设变量 DAFU_PASSWORD；输错几次的密码设备会锁住，先核对再试。",
        "Name a file by --password-file, or set DAFU_PASSWORD; a token locks itself after some wrong ones, so check first.",
    ),
};

pub(super) const KEY_UNUSABLE: Explanation = Explanation {
    means: (
        "密钥打开了，但签不了名，或者没有与它配套的证书。",
        "A key opened, but does not sign or has no certificate.",
    ),
    example: ("--cert 指的是另一个密钥的证书。", "--cert names another key's certificate."),
    remedy: (
        "核对密钥和证书是否配套，签名程序或设备是否正常。",
        "See that key and certificate belong together, and that the program or token works.",
    ),
};

pub(super) const CERTIFICATE_NOT_VALID: Explanation = Explanation {
    means: ("签名用的证书已经过期，或者还没有生效。", "The signer's certificate has expired or is not valid yet."),
    example: ("证书到上月底为止，没有换新。", "The certificate ended last month and was not renewed."),
    remedy: (
        "向发证机构换新证书；时钟不对的，先校准时钟。",
        "Ask its authority for a new one; set the clock right if it is wrong.",
    ),
};

pub(super) const CERTIFICATE_USAGE: Explanation = Explanation {
    means: ("证书上写明的用途不包括签名。", "The uses named in the certificate do not include signing."),
    example: ("把加密证书当成了签名证书。", "The certificate for encryption was taken for the one for signing."),
    remedy: ("换用签名证书。", "Use the certificate for signing."),
};

pub(super) const SIGNER_NOT_ISSUER: Explanation = Explanation {
    means: ("证书上的单位名称与函上的发文机关不同。", "The unit of the certificate is not the letter's issuer."),
    example: ("用办公室的证书签了局里的函。", "A letter of the bureau is signed with the certificate of its office."),
    remedy: (
        "核对密钥；名称写得不全的，在台账里写全称。",
        "Check the key; write the issuer's full name in the ledger.",
    ),
};

pub(super) const SECRET_READABLE: Explanation = Explanation {
    means: (
        "存放密钥或密码的文件，这台机器上人人可读。",
        "Everybody on the machine may read a file with a key or a password.",
    ),
    example: ("密码文件的权限是 644。", "The file with the password has the mode 644."),
    remedy: ("只留自己可读：chmod 600 文件。", "Keep it to yourself: chmod 600 FILE."),
};

pub(super) const SIGNING_FAILED: Explanation = Explanation {
    means: ("这封函没有签成，没有留下文件。", "A letter could not be signed; no file is left of it."),
    example: ("密码设备在运行中被拔出。", "The token was pulled out during the run."),
    remedy: (
        "照提示处理后再运行一次，只办还没有办好的。",
        "Do what the message says and run again: only what is missing is made.",
    ),
};

pub(super) const TIMESTAMP_FAILED: Explanation = Explanation {
    means: (
        "没有取得时间戳，或者取得的不对；函没有生成，因为它会写着一个没有证明的时间。",
        "A timestamp was not to be had, or was not right; the letter is not made, since it would claim a time that nobody proves.",
    ),
    example: ("时间戳服务停机。", "The authority is away."),
    remedy: ("等服务恢复后再运行一次，只办还没有办好的。", "Run again when it is back: only what is missing is made."),
};

pub(super) const ADOPT_UNMATCHED: Explanation = Explanation {
    means: ("看不出收进来的文件是哪一封函。", "It is not clear which letter a file from elsewhere is."),
    example: ("扫描件的文件名是 img001.jpg。", "A scan is named img001.jpg."),
    remedy: ("在文件名里写上那封函的号码。", "Put the letter's number into the file's name."),
};

pub(super) const ADOPT_DIFFERS: Explanation = Explanation {
    means: (
        "收进来的文件，页面文字与那封函不同，没有收。",
        "The pages of a file from elsewhere do not say what its letter says; it was not taken in.",
    ),
    example: (
        "盖章之后又改过台账，重新生成了函。",
        "The ledger was changed after stamping, and the letter made again.",
    ),
    remedy: (
        "核对是不是最后一稿，不是就重新盖章。",
        "See whether it is the last version; if not, have it stamped again.",
    ),
};

pub(super) const SEAL_UNUSABLE: Explanation = Explanation {
    means: ("这个图片文件不能用作印章。", "The picture cannot be a seal."),
    example: (
        "--seal 指的是一张 JPG 照片，或者图片四边留了白，不是正方形。",
        "--seal names a JPG photograph, or the picture has margins and is not square.",
    ),
    remedy: (
        "换成 PNG 或 SVG 图片，正方形，正好裁到印章的边缘；底色为白色或透明。",
        "Take a PNG or SVG picture, square and cut at the seal's edge, on white or transparent ground.",
    ),
};

pub(super) const SEAL_COARSE: Explanation = Explanation {
    means: (
        "印章图片的点数太少，印出来边缘毛糙。",
        "The seal's picture has so few dots that it looks coarse in print.",
    ),
    example: ("图片宽 200 点，印章直径 42 毫米。", "A picture 200 dots wide for a seal of 42 mm."),
    remedy: ("用 300 点/英寸以上的扫描件，或者 SVG。", "Take a scan of at least 300 dots an inch, or an SVG."),
};

pub(super) const SEALS_DIFFER: Explanation = Explanation {
    means: ("印章的个数与函上发文机关的个数不同。", "There are not as many seals as the letter has issuers."),
    example: ("两个机关联合答复，只写了一个 --seal。", "Two organs answer jointly, and there is one --seal."),
    remedy: (
        "按发文机关的次序逐一写 --seal；个数不同的函用 --only 分开办。",
        "Give one --seal for each issuer in their order; make letters with other numbers of issuers apart, by --only.",
    ),
};

pub(super) const SEAL_NOT_SET: Explanation = Explanation {
    means: (
        "写了 --seal，但这封函的格式没有留印章的位置；函已签名，没有盖章。",
        "There is a --seal, but the letter's form keeps no place for one: it was signed without.",
    ),
    example: ("规则里 signature = \"no-seal\"。", "The profile has `signature = \"no-seal\"`."),
    remedy: (
        "需要盖章的，换一种规则，或者把 signature 写成 seal。",
        "If it needs a seal, take another profile, or say `signature = \"seal\"`.",
    ),
};

pub(super) const ADOPT_UNREAD: Explanation = Explanation {
    means: (
        "收进来的 PDF 是别的程序改写过的，dafu 读不了里面的文字，没有与原来的函核对。",
        "dafu cannot read a PDF that was taken in, so its text was not compared with the letter's.",
    ),
    example: ("盖章平台把整个文件重新写了一遍。", "The seal platform wrote the whole file anew."),
    remedy: (
        "打开看一遍，确认盖章的是这封函的最后一稿。",
        "Open it, and see that the letter's last version was stamped.",
    ),
};

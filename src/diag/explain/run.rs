//! The run itself: options, the folder of what is made.

use super::Explanation;

pub(super) const IO: Explanation = Explanation {
    means: ("一个文件或文件夹读不了，或者写不了。", "A file or folder could not be read or written."),
    example: (
        "文件不存在、没有权限、U盘拔出了、磁盘满了。",
        "The file is not there, you may not open it, a stick was pulled out, or the disk is full.",
    ),
    remedy: (
        "核对文件名和位置；关掉正在用它的程序；换一个能写的文件夹再试。",
        "Check name and place, close the program that uses it, or try a folder you may write to.",
    ),
};

pub(super) const OPTION_INVALID: Explanation = Explanation {
    means: (
        "命令里的选项、环境变量或者 dafu.toml 里的一项写得不对。",
        "An option, a variable or a key of dafu.toml is wrong.",
    ),
    example: ("--jobs 0，或者 --format xml。", "--jobs 0, or --format xml."),
    remedy: (
        "用 dafu --help 查看可以怎样写，改正后再运行。",
        "See dafu --help for what can be written, then run again.",
    ),
};

pub(super) const OPTION_FORBIDDEN: Explanation = Explanation {
    means: (
        "这个选项不能写在台账旁边的 dafu.toml 或“设置”表里，因为台账可能是别人发来的。",
        "This option may not stand in a dafu.toml beside a ledger or in the sheet 设置: ledgers are sent by others.",
    ),
    example: (
        "台账旁的 dafu.toml 里写了 fonts = \"别处的字体\"。",
        "A dafu.toml beside the ledger says fonts = \"elsewhere\".",
    ),
    remedy: (
        "删去那一行；需要时写在命令里，或者写在自己的配置文件夹里。",
        "Take the line out; give the option on the command line or in your own configuration folder.",
    ),
};

pub(super) const OUTPUT_COLLISION: Explanation = Explanation {
    means: ("几份台账的结果会放进同一个文件夹。", "The results of several ledgers would share one folder."),
    example: ("甲区\\台账.xlsx 和 乙区\\台账.xlsx 一起运行。", "a/ledger.xlsx and b/ledger.xlsx are run together."),
    remedy: (
        "分两次运行，各用 -o 指明文件夹；或者给其中一份改名。",
        "Run them one by one, each with its own -o, or rename one of them.",
    ),
};

pub(super) const OUTPUT_BUSY: Explanation = Explanation {
    means: ("另一个 dafu 正在往同一个结果文件夹里写。", "Another dafu is at work in the same output folder."),
    example: ("两个窗口同时制作同一份台账。", "The same ledger is run in two windows."),
    remedy: (
        "等另一个完成，或者用 -o 换一个文件夹。",
        "Wait until the other is done, or choose another folder with -o.",
    ),
};

pub(super) const OUTPUT_UNWRITABLE: Explanation = Explanation {
    means: ("结果文件夹不能写。", "The output folder cannot be written."),
    example: ("文件夹在只读的光盘上，或者没有权限。", "The folder is on a read-only disk, or you may not write there."),
    remedy: ("用 -o 换一个文件夹，例如 -o D:\\答复。", "Choose another folder with -o."),
};

pub(super) const JOURNAL_DAMAGED: Explanation = Explanation {
    means: (
        "结果文件夹里的记录 journal.jsonl 有看不懂的内容。",
        "The record journal.jsonl in the output folder cannot be understood.",
    ),
    example: (
        "有人用记事本改过它，或者断电时没有写完。",
        "Somebody edited it, or the power failed while it was written.",
    ),
    remedy: (
        "不要手工修改它；换一个新的结果文件夹重新制作，函会照样生成。",
        "Do not edit it; make the letters anew in a fresh folder.",
    ),
};

pub(super) const FILE_LEFT_OVER: Explanation = Explanation {
    means: (
        "结果文件夹里有一份函，台账里已经没有对应的行。",
        "The output folder holds a letter that no row of the ledger has any more.",
    ),
    example: (
        "建议号由 135 改成 153，旧的 135 还留着。",
        "The number 135 was corrected to 153, and the old file is still there.",
    ),
    remedy: ("确认不要了，自己删去旧文件；dafu 不会替您删。", "If nobody needs it, delete it yourself; dafu does not."),
};

pub(super) const INTERRUPTED: Explanation = Explanation {
    means: ("没有办完就停止了。", "The run was stopped before it was done."),
    example: ("运行时按了 Ctrl-C。", "Ctrl-C was pressed."),
    remedy: (
        "再运行同一条命令就接着办，已经办好的不会重做。",
        "Run the same command again; what is made is not made again.",
    ),
};

pub(super) const ONLY_EMPTY: Explanation = Explanation {
    means: ("--only 写的内容没有选中任何一份函。", "What --only says chose no letter."),
    example: ("--only 23，而台账里的号是 023。", "--only 23, but the ledger has 023."),
    remedy: (
        "照台账里的写法写号码、范围（160-165）、提案:21 或提出人姓名。",
        "Write the number as the ledger has it, a range (160-165), 提案:21, or a proposer's name.",
    ),
};

pub(super) const INTERNAL: Explanation = Explanation {
    means: ("dafu 自己出了错，不是台账的问题。", "Something went wrong inside dafu; the ledger is not at fault."),
    example: (
        "某一份函处理到一半时程序出错，其余的函照常制作。",
        "One letter failed half-way; the others are made all the same.",
    ),
    remedy: (
        "把整条提示和能重现的台账（去掉真实姓名）发给维护者。",
        "Send the whole message, and a ledger that shows it, to those who maintain dafu.",
    ),
};

pub(super) const FILE_MOVED_ASIDE: Explanation = Explanation {
    means: (
        "结果文件夹里该放函的地方，有一个不是 dafu 写的文件，已改名保留。",
        "Where a letter belongs stood a file that dafu did not write; it was renamed and kept.",
    ),
    example: ("有人把盖好章的扫描件存成了 153_王景峰.pdf。", "Somebody saved a stamped scan as 153_王景峰.pdf."),
    remedy: (
        "看看改名后的文件还要不要；要的话移到别的文件夹。",
        "See whether you need the renamed file; if so, move it to another folder.",
    ),
};

pub(super) const OUTPUT_EXISTS: Explanation = Explanation {
    means: (
        "要写的文件已经在那里，没有替换。",
        "The file that would be written is there already and was not replaced.",
    ),
    example: ("dafu workbook 时，答复台账.xlsx 已经存在。", "dafu workbook, and 答复台账.xlsx is there."),
    remedy: ("换一个文件名；确实要替换，加 --force。", "Give another name, or add --force to replace it."),
};

pub(super) const PUBLICATION_REFUSED: Explanation = Explanation {
    means: (
        "这件答复不能公开，或者没有说可以公开，所以没有生成公开件。",
        "The letter may not be published, or nobody has said that it may, so no copy for publication was made.",
    ),
    example: (
        "公开属性是“不予公开”或“依申请公开”，或者空着；定了密级；是代拟稿。",
        "Its disclosure is 不予公开 or 依申请公开, or empty; it is classified; it is a draft.",
    ),
    remedy: (
        "核对“公开属性”；可以公开的填 主动公开，再运行一次。",
        "See whether `disclosure` is right; give 主动公开 if it may be published, and run again.",
    ),
};

pub(super) const PUBLICATION_WITHDRAWN: Explanation = Explanation {
    means: (
        "以前生成的公开件，现在不能公开了，已从 publication 文件夹移走。",
        "A copy for publication was made before and may not be published now; it was moved out of the folder.",
    ),
    example: (
        "上次运行时公开属性是“主动公开”，现在改成了“不予公开”。",
        "Its disclosure was 主动公开 at the last run and is 不予公开 now.",
    ),
    remedy: (
        "如果已经放到网上，请撤下；移走的文件在 superseded 文件夹里。",
        "Take it down if it was published; the moved file is in the folder `superseded`.",
    ),
};

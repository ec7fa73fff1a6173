//! Fonts and the made page.

use super::Explanation;

pub(super) const FONTS_MISSING: Explanation = Explanation {
    means: (
        "找不到字体文件夹，或者里面的字体不全。",
        "The folder of fonts, or a file in it, is not there or not as fonts.toml says.",
    ),
    example: ("只复制了 dafu，没有复制 fonts。", "dafu was copied without fonts."),
    remedy: ("把 fonts 放在程序旁边，或者用 --fonts 指明。", "Put fonts beside the program, or name it with --fonts."),
};

pub(super) const FONT_UNUSABLE: Explanation = Explanation {
    means: ("字体文件坏了，或者不许嵌入文件。", "A font file is broken, or may not be embedded."),
    example: ("许可写明“不得嵌入”的字体。", "A font whose licence forbids embedding."),
    remedy: (
        "从 fonts 里拿走它，换一个完好、许可嵌入的。",
        "Take it out of fonts, and use a sound one that may be embedded.",
    ),
};

pub(super) const FONTS_NONE_FOUND: Explanation = Explanation {
    means: (
        "指定的文件夹里没有公文用的字体（仿宋、小标宋、黑体、楷体、宋体）。",
        "The folder has none of the fonts that official letters use (仿宋, 小标宋, 黑体, 楷体, 宋体).",
    ),
    example: (
        "dafu fonts import 指到了一个只有西文字体的文件夹。",
        "dafu fonts import was given a folder that has Latin fonts only.",
    ),
    remedy: (
        r"指到 C:\Windows\Fonts，或存放本单位字体的文件夹。",
        r"Name C:\Windows\Fonts, or the folder that keeps your department's fonts.",
    ),
};

pub(super) const CHARACTER_MISSING: Explanation = Explanation {
    means: ("有一个字，用到的字体里都没有。", "No font of the role has this character."),
    example: ("人名中的生僻字。", "A rare character in a name."),
    remedy: (
        "核对是不是打错；确有此字，把有它的字体放进 fonts。",
        "Check whether it is a typing mistake; if not, add a font that has it.",
    ),
};

pub(super) const CHARACTER_WITHOUT_INK: Explanation = Explanation {
    means: ("字体里这个字是空的，印出来是空白。", "The font draws nothing for this character."),
    example: ("从网页贴来的特殊空格。", "A special blank pasted from a web page."),
    remedy: ("重新打一遍；确有此字，换一种字体。", "Type it again, or use another font."),
};

pub(super) const CHARACTER_PRIVATE: Explanation = Explanation {
    means: ("这是自造字，只有原来的系统才认得。", "A private-use character: only the system that made it can read it."),
    example: ("老系统里的人名用字，别处显示为方框。", "A rare character of a name, shown as a box elsewhere."),
    remedy: ("用现在的输入法重新打这个字。", "Type the character again with a present-day input method."),
};

pub(super) const CHARACTER_CONTROL: Explanation = Explanation {
    means: ("文字里有看不见的控制符，页面上印不出来。", "A control character that no page can show."),
    example: ("从别的系统复制来的隐藏符号。", "A hidden sign copied from another system."),
    remedy: ("删去那一处，重新打。", "Delete it there and type the text again."),
};

pub(super) const TYPST_ERROR: Explanation = Explanation {
    means: ("排版程序不接受填好的函。", "The typesetter refused the filled letter."),
    example: ("改过的模板里少了一个括号。", "A changed template lacks a bracket."),
    remedy: (
        "改过模板的，检查模板；没有改过的，把提示发给维护者。",
        "If the template was changed, check it; else send the message to those who maintain dafu.",
    ),
};

pub(super) const TYPST_WARNING: Explanation = Explanation {
    means: (
        "排版程序对填好的函有疑问，函照样生成。",
        "The typesetter has a doubt about the letter; it is made all the same.",
    ),
    example: ("模板用了将来会取消的写法。", "A template uses a form that will go."),
    remedy: ("改过模板的，照提示改正。", "If the template was changed, correct it as told."),
};

pub(super) const PAGE_EMPTY: Explanation = Explanation {
    means: ("有一页上没有字。", "A page has no text."),
    example: ("模板里多了一个换页。", "A page break too many in the template."),
    remedy: ("检查模板里的分页。", "Look at the page breaks in the template."),
};

pub(super) const LINE_NOT_AS_TOLD: Explanation = Explanation {
    means: ("有一行没有照计算好的样子排出来。", "A line did not come out as it was computed."),
    example: ("模板改了字号，设置没有跟着改。", "The template changed the size, the settings did not."),
    remedy: ("检查模板和设置里的字号、版心是否一致。", "Compare size and type area of the template and the settings."),
};

pub(super) const LINE_OVERFULL: Explanation = Explanation {
    means: ("有一行超出了版心。", "A line is wider than the type area."),
    example: ("很长的网址或编号，不能拆开。", "A long address or number that cannot be parted."),
    remedy: ("缩短这一串，或者在中间加空格。", "Shorten it, or put a blank into it."),
};

pub(super) const PDF_REFUSED: Explanation = Explanation {
    means: ("没有能做成合格的归档 PDF。", "The PDF could not be made as PDF/A-3a and PDF/UA-1."),
    example: ("模板放进了没有说明文字的图。", "A template has a picture without a description."),
    remedy: (
        "改过模板的，检查模板；没有改过的，把提示发给维护者。",
        "If the template was changed, check it; else send the message to those who maintain dafu.",
    ),
};

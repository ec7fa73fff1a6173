//! Profiles, templates and dafu.toml.

use super::Explanation;

pub(super) const PROFILE_UNKNOWN: Explanation = Explanation {
    means: ("没有这个名称的规则。", "There is no profile of this name."),
    example: ("--profile huangsan。", "--profile huangsan."),
    remedy: ("照提示改正名称，或者不写，用 standard。", "Correct the name as told, or leave it out for standard."),
};

pub(super) const PROFILE_CONFLICT: Explanation = Explanation {
    means: ("一份台账里指明了几种规则。", "One ledger names several profiles."),
    example: ("“设置”表里写 huangshan，又写 standard。", "The sheet 设置 names two."),
    remedy: ("只留一个；几种规则分成几份台账。", "Keep one; part the ledger where several are needed."),
};

pub(super) const TOML_SYNTAX: Explanation = Explanation {
    means: ("dafu.toml 或规则文件的格式不对。", "A dafu.toml, profile or template.toml does not parse."),
    example: ("profile = huangshan（少了引号）。", "profile = huangshan, without quotes."),
    remedy: ("每行写 名称 = \"值\"，引号用英文的。", "Write key = \"value\" on each line, with straight quotes."),
};

pub(super) const TOML_KEY_UNKNOWN: Explanation = Explanation {
    means: (
        "dafu.toml 或规则文件里有不认识的一项。",
        "A dafu.toml, profile or template.toml has a key that is not known.",
    ),
    example: ("strikt = true。", "strikt = true."),
    remedy: ("照提示改正名称，或者删去这一行。", "Correct it as told, or take the line out."),
};

pub(super) const TOML_VALUE: Explanation = Explanation {
    means: (
        "dafu.toml 或规则文件里有一项的值不对。",
        "A dafu.toml, profile or template.toml has a value that is not allowed.",
    ),
    example: (
        "jobs = \"2\"，或 [lint] 里写 heading-gap = \"silent\"。",
        "jobs = \"2\", or heading-gap = \"silent\" under [lint].",
    ),
    remedy: ("照提示改成应有的值。", "Use a value as told."),
};

pub(super) const PATTERN_UNKNOWN: Explanation = Explanation {
    means: ("规则的用语里，花括号中的名称不认识。", "A pattern of a profile has an unknown name in braces."),
    example: ("关于第{nummer}号建议的答复。", "关于第{nummer}号建议的答复."),
    remedy: ("照提示改成认识的名称，例如 {number}。", "Use a name as told, such as {number}."),
};

pub(super) const TEMPLATES_MISSING: Explanation = Explanation {
    means: ("找不到模板文件夹，或者里面缺文件。", "The folder of templates, or a file in it, is not there."),
    example: ("只复制了 dafu，没有复制 templates。", "dafu was copied without templates."),
    remedy: (
        "把 templates 放在程序旁边，或者用 --templates 指明。",
        "Put templates beside the program, or name it with --templates.",
    ),
};

pub(super) const TEMPLATE_SYNTAX: Explanation = Explanation {
    means: ("模板写得不对，读不懂。", "A template does not parse."),
    example: ("{% if … %} 没有 {% endif %}。", "{% if … %} without {% endif %}."),
    remedy: ("照提示的行列改正，或者用原来的模板。", "Correct it at the line and column told, or use the shipped one."),
};

pub(super) const TEMPLATE_VARIABLE: Explanation = Explanation {
    means: ("模板用了不存在的名称。", "A template uses a variable that does not exist."),
    example: ("{{ titel }}。", "{{ titel }}."),
    remedy: ("照提示改正名称。", "Correct the name as told."),
};

pub(super) const TEMPLATE_UNSAFE: Explanation = Explanation {
    means: (
        "模板关掉了对文字的保护，台账里的符号会弄坏版面。",
        "A template turns escaping off, so that signs in a ledger would break the page.",
    ),
    example: ("{{ body | safe }}。", "{{ body | safe }}."),
    remedy: ("去掉 safe；模板不需要它。", "Take safe out; templates do not need it."),
};

pub(super) const TEMPLATE_FILL: Explanation = Explanation {
    means: ("往模板里填内容时失败了。", "Filling a template failed."),
    example: ("模板拿文字去做加法。", "A template adds a text to a number."),
    remedy: ("照提示检查模板的这一处，或者用原来的模板。", "Check the template there, or use the shipped one."),
};

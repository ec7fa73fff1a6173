//! The help in Chinese, laid over the English one by the names of commands and options.

use clap::{Arg, ArgAction, Command};

/// What commands do, by their path.
const COMMANDS: &[(&str, &str)] = &[
    ("dafu", "按台账办理建议提案答复函：先检查，再排版成 PDF，可直接归档"),
    ("dafu run", "检查全部答复函，办理没有问题的"),
    ("dafu check", "一次列出每份答复函的全部问题，不生成函"),
    ("dafu status", "每件一行说明办理情况，先到期的在前"),
    ("dafu sign", "给 dafu 以前生成的 PDF 签名"),
    ("dafu adopt", "收进在别处盖章或签名的函"),
    ("dafu issue", "把函标记为已发出，以后不经指明不会改动"),
    ("dafu guarded", "限定内存执行另一条命令"),
    ("dafu try", "试做一封函，不留下来"),
    ("dafu merge", "把一次运行各分片的结果文件夹合成一个"),
    ("dafu pack", "把做好的函打成归档包"),
    ("dafu verify", "核查签过名的函、运行的结果或归档包，每项核查一行"),
    ("dafu preview", "先看一份函（或规则自带的样本）：图片、PDF 或 Typst 源文件"),
    ("dafu watch", "在浏览器里边改模板边看函，供维护模板的人使用"),
    ("dafu template", "新建、检查、测试、分发模板包"),
    ("dafu template list", "列出模板包，连同版本、校验值和用它的规则"),
    ("dafu template new", "从一个模板包新建另一个，并建一个用它的规则"),
    ("dafu template check", "列出模板包的全部问题：文件、栏目、样本、版面规则"),
    ("dafu template test", "把每个样本的页面和留存的相比，有不同时退出状态为 1"),
    ("dafu template diff", "模板包新建以后，它的底本改了什么"),
    ("dafu template where", "一个词从哪里来：台账栏目、规则的键、模板的行、Typst 函数"),
    ("dafu template export", "把模板包写成一个文件，发给别的单位"),
    ("dafu template install", "装上别的单位发来的模板包"),
    ("dafu typeset-worker", "替另一个 dafu 进程排函"),
    ("dafu workbook", "写出一份空台账：栏目带说明、下拉选项、一行示例和“设置”表"),
    ("dafu schema", "写出答复函的 JSON Schema，供生成台账的程序使用"),
    ("dafu fonts", "按用途列出字体、收字情况和许可"),
    ("dafu fonts check", "列出台账中没有一种字体能显示的字"),
    ("dafu fonts import", "从一个文件夹（例如 Windows 的字体文件夹）采用本单位有授权的字体"),
    ("dafu explain", "说明一种问题是什么意思、举例和怎么办；不写名称就全部列出"),
    ("dafu completions", "把命令行补全脚本写到标准输出"),
    ("dafu man", "把手册页写到一个文件夹"),
];

const LONG: &str = "按台账办理建议提案答复函：先检查，再排版成 PDF，可直接归档

只写 dafu 台账… 就是 dafu run 台账…。

退出状态：0 全部办好；1 有的函有问题，其余已办；2 没能开始或没能继续。";

/// What arguments and options mean, by their name; it is the same in every command.
const ARGUMENTS: &[(&str, &str)] = &[
    ("ledgers", "台账：.xlsx、.xls、.ods、.csv、.json 或 .jsonl"),
    ("out", "存放结果的文件夹；只有一个台账时就是它本身，有几个时各占其下一个 [默认：out/台账名]"),
    (
        "sign",
        "签名用的密钥：.p12、.pfx 或 .pem 文件，pkcs11:…，command:程序，file-command:程序；可以按发文机关的次序写几次",
    ),
    ("cert", ".pem 密钥、pkcs11: 或 command: 的证书文件"),
    ("password_file", "存放密钥密码的文件；也可以设变量 DAFU_PASSWORD"),
    ("tsa", "时间戳服务的地址"),
    ("level", "签名级别：b-b，b-t，b-lt，b-lta [默认：b-b；有 --tsa 时 b-t]"),
    ("sign_time", "签名上写的时间，如 2024-06-11T09:00:00+08:00 [默认：现在]"),
    ("chain", "密钥没有自带的上级证书，可以写几次"),
    ("revocation", "吊销列表（CRL）或 OCSP 回应的文件，可以写几次"),
    ("seal", "印章图片（.png 或 .svg），盖在格式留出的位置；可以按发文机关的次序写几次"),
    ("seal_size", "印章直径：42 或 45 毫米 [默认：按规则]"),
    ("seal_plain", "印章按原样盖，不把发文字号织进去"),
    ("draft", "办样稿：每页印“样稿”，不签名、不盖章，放在 drafts 文件夹"),
    ("fetch_revocation", "按证书上写的地址取吊销列表"),
    ("sign_out", "存放签好的 PDF 的文件夹 [默认：原处，文件名加 -signed]"),
    ("pdfs", "PDF 文件；核查时也可以是运行的结果文件夹，或者归档包"),
    ("rebuild", "用包里的模板，按每封函自带的数据重排一次，与原件比较"),
    ("report", "把核查结果写成一页报告，供档案员存档"),
    ("run_dir", "运行的结果文件夹，即汇总里写的那个"),
    ("files", "在别处盖章或签名的函：PDF，或者扫描的图片"),
    ("package", "归档包：文件夹，或者（用 --single-file）一个文件"),
    (
        "as",
        "包的形式：catalogue 目录表和按档号命名的文件，eep DA/T 48 封装，transfer 移交载体，bagit RFC 8493，csip E-ARK [默认：catalogue]",
    ),
    ("single_file", "打成一个文件，按名字是 .zip 或 .tar"),
    ("only_signed", "有没签名也没盖章的函就不打包"),
    ("item_from", "件号从 N 编起"),
    ("items", "档案员交回的目录，带有档号或件号"),
    ("components", "其他材料所在的文件夹：来文、处理单、交回的征询意见表等"),
    ("with_fonts", "把字体也放进包里，以后只凭这个包就能重排核对"),
    ("pack_time", "打包的时间，如 2024-12-31T09:00:00+08:00 [默认：现在]"),
    ("trust", "可信的根证书文件，可以写几次"),
    ("ledger", "台账，只看第一份，或 --only 选的几份 [默认：规则自带的样本]"),
    ("emit", "写成什么：png 每页一张图片，pdf，typ 填好的 Typst 源文件 [默认：png]"),
    ("dpi", "图片每英寸的点数，20 到 600 [默认：110]"),
    ("preview_out", "存放的文件夹 [默认：preview]"),
    ("status_ledger", "台账"),
    ("status_out", "运行的结果文件夹 [默认：out/台账名]"),
    ("print_set", "另把办好的函按台账次序拼成一个双面打印用的 PDF，每件从右页开始"),
    ("shard", "只办其中一片，如 2/4 是四片里的第二片；各片办完用 dafu merge 合并"),
    ("shard_dirs", "各分片的结果文件夹，都要写上"),
    ("merge_out", "存放合并结果的文件夹，必须是新的或空的"),
    (
        "with_feedback_form",
        "另做征询意见表：file 在函旁边单独成一份文件，page 作为函的最后一页，no 不做 [默认：no；不写值是 file]",
    ),
    ("publication", "公开属性是“主动公开”的另做一份公开件：没有联系方式、个人号码、印章位置和所附数据"),
    ("product", "看什么：reply 函，feedback-form 征询意见表，publication 公开件 [默认：reply]"),
    ("facts", "逐件说明排成的样子：页数、行数、落款、印章位置、版记"),
    ("reissue", "已发出的函，重新办理这几份，原件移到 superseded：153,160-165"),
    ("letter_timeout", "排一封函最多用多少秒，超过就放下，办别的 [默认：60]"),
    ("undo", "取消 --only 选中的函的发出标记：其实没有发出"),
    ("memory", "可用的内存，以 MiB 计"),
    ("words", "命令"),
    ("try_ledger", "台账"),
    ("id", "函的标识"),
    ("annotate", "另写一份台账的副本，有问题的单元格涂色并加批注，并附问题清单"),
    ("workbook_out", "写到哪个工作簿 [默认：答复台账.xlsx]"),
    ("schema_out", "写到哪个文件 [默认：标准输出]"),
    ("fonts_from", r"要查找的文件夹，连同它下面的，例如 C:\Windows\Fonts"),
    ("specimen", "写出一页字样，展示各用途的字体（PDF 或 PNG）"),
    ("new_pack", "新模板包的名称"),
    ("from", "从哪个模板包新建 [默认：reply]"),
    ("extends", "只放与底本不同的，其余沿用底本"),
    ("packs", "模板包 [默认：全部]"),
    ("one_pack", "模板包"),
    ("update", "把现在的样子留存下来"),
    ("test_out", "差异图放在哪个文件夹 [默认：template-test]"),
    ("accept", "把底本现在的样子记为已看过"),
    ("word", "栏目、键、标签或任何文字，如 签发人"),
    ("pack_out", "写到哪个文件 [默认：名称-版本.dafupack]"),
    ("pack_file", "模板包文件"),
    ("install_out", "装到哪个模板文件夹，没有就新建 [默认：--templates 的]"),
    ("template_timeout", "排一份函最多几秒 [默认：20]"),
    ("template_memory", "排一份函最多用多少 MB 内存 [默认：3000]"),
    ("watch_ledger", "台账 [默认：规则自带的样本]"),
    ("port", "端口 [默认：任选一个空闲的]"),
    ("worst", "挑最考验模板的几份：标题最长、提出人最多、正文最长和最短、附件最多、字最生僻"),
    ("worker_templates", "模板文件夹"),
    ("worker_fonts", "字体文件夹"),
    ("worker_megabytes", "最多用多少 MB 内存"),
    ("force", "要写的文件已经存在时替换它"),
    ("profile", "地方规则的名称，决定格式和用语；写错时列出全部 [默认：standard]"),
    ("templates", "模板文件夹 [默认：./templates，其次是程序旁边的]"),
    ("pack", "只许用这个模板包：名称@版本，后面可以加 sha256:…"),
    ("pack_digest", "只许用这个校验值的模板：sha256:…"),
    ("fonts", "字体文件夹 [默认：./fonts，其次是程序旁边的]"),
    ("sheet", "只读这一张工作表"),
    ("only", "只办这些：153,160-165，或 提案:21，或提出人姓名"),
    ("name", "文件名的式样，如 {matter}_{number} [默认：{number}_{proposer}]"),
    ("jobs", "同时办理几份 [默认：每个处理器一份]"),
    ("format", "text 供人看，json 供程序读，每行一个对象 [默认：text]"),
    ("lang", "帮助和提示的语言：zh 中文，en 英文 [默认：随系统]"),
    ("quiet", "除错误外什么都不显示"),
    ("verbose", "说明和没有变化的函也显示"),
    ("color", "是否用颜色：auto 自动，always 总用，never 不用 [默认：auto]"),
    ("strict", "警告也算错误：有警告的函不办"),
    ("skip_hidden", "不办隐藏的行"),
    ("bodies", "各件正文（.docx、.txt、.md）所在的文件夹，按文件名里的号码、类型和提出人对应"),
    ("allow_outside", "允许读台账所在文件夹以外的正文文件"),
    ("allow_classified", "允许办理标有密级的函"),
    ("codes", "问题的名称，例如 date-impossible [默认：全部，各一行]"),
    ("shell", "命令行的种类：bash、zsh、fish、powershell、elvish"),
    ("dir", "存放手册页的文件夹，没有就新建"),
];

const TEMPLATE: &str = "{about-with-newline}
用法：{usage}

{all-args}";

/// The same command with its help in Chinese.
pub(crate) fn translate(command: Command) -> Command {
    let name = command.get_name().to_owned();
    below(command, &name).long_about(LONG).disable_version_flag(true).arg(
        Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本").help_heading("选项"),
    )
}

fn below(command: Command, path: &str) -> Command {
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .mut_args(argument)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").help_heading("选项"))
        .mut_subcommands(|sub| {
            let path = format!("{path} {}", sub.get_name());
            below(sub, &path)
        });
    if let Some(text) = find(COMMANDS, path) {
        command = command.about(text).long_about(None);
    }
    command
}

fn argument(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let text = find(ARGUMENTS, arg.get_id().as_str());
    let arg = arg.help_heading(heading);
    match text {
        // The values are in the text: clap would explain them in English.
        Some(text) => arg.help(text).long_help(None).hide_possible_values(true),
        None => arg,
    }
}

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let (_, text) = table.iter().find(|(key, _)| *key == name)?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use dafu::diag::Lang;

    use super::super::args;

    fn check(command: &clap::Command) {
        let chinese = |text: String| text.chars().any(|c| ('一'..='鿿').contains(&c));
        let about = command.get_about().map(ToString::to_string);
        assert!(about.is_some_and(chinese), "{}", command.get_name());
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string);
            assert!(help.is_some_and(chinese), "{} {arg}", command.get_name());
            assert_eq!(arg.get_long_help().map(ToString::to_string), None);
        }
        command.get_subcommands().for_each(check);
    }

    #[test]
    fn every_command_and_option_is_explained_in_chinese() {
        check(&args::command(Lang::Zh));
    }

    #[test]
    fn the_help_has_no_english_headings() {
        let mut command = args::command(Lang::Zh);
        let run = command.find_subcommand_mut("run").unwrap();
        let help = run.render_help().to_string();
        for word in ["Usage", "Options", "Arguments", "Print help"] {
            assert!(!help.contains(word), "{word} in\n{help}");
        }
    }
}

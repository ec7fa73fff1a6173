//! A page that shows the fonts of every role. No letter is made here: the look stands in `base/specimen.typ`.

use std::path::Path;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::fonts::{FaceReport, Faces, Role};
use crate::template::{Filled, PackFiles};
use crate::typeset::{Typesetter, TypstProblem};

/// What the page is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// A PDF.
    Pdf,
    /// A PNG of the first page, 150 dots an inch.
    Png,
}

/// What is shown of a role, by all its faces together.
const SAMPLE: &str = "第八届人民代表大会第四次会议第153号建议，〔2024〕12号。“关于”《办法》——ABC abc·喆堃赟䶮𠮷";
/// What is shown of one face, as far as it has it.
const OF_A_FACE: &str = "建议提案答复0123456789ABC，。《》“”〔〕—…·喆堃赟䶮𠮷";

/// The page's data, as `base/specimen.typ` takes it.
#[derive(Serialize)]
struct Data<'a> {
    labels: Vec<&'a str>,
    roles: Vec<RoleData<'a>>,
}

#[derive(Serialize)]
struct RoleData<'a> {
    name: &'static str,
    code: &'static str,
    families: Vec<&'a str>,
    sample: &'static str,
    faces: Vec<FaceData>,
}

#[derive(Serialize)]
struct FaceData {
    family: String,
    sample: String,
}

/// Makes the page with the house style of the folder `templates`.
///
/// # Errors
/// The folder has no house style, or the page could not be set.
pub fn specimen(templates: &Path, faces: &Faces, kind: Picture) -> Outcome<Vec<u8>> {
    let files = PackFiles::read_base(templates)?;
    let typesetter = Typesetter::new(&files, faces);
    let data = Data {
        labels: faces.families(Role::Songti),
        roles: Role::ALL.iter().map(|&role| role_data(faces, role)).collect(),
    };
    let record = serde_json::to_vec(&data).unwrap_or_else(|err| unreachable!("plain data: {err}"));
    let source = "#import \"/base/specimen.typ\": specimen\n#specimen(json(\"/record.json\"))\n".to_owned();
    let failed = |problems: Vec<TypstProblem>| {
        problems.iter().map(|problem| failed(&templates.join("base/specimen.typ"), problem)).collect::<Vec<_>>()
    };
    let document = typesetter.compile(&Filled { source, record }).map_err(failed)?;
    match kind {
        Picture::Pdf => typesetter.export_to_look_at(&document).map_err(failed),
        Picture::Png => Ok(document.pictures(150.0).into_iter().next().unwrap_or_default()),
    }
}

fn role_data(faces: &Faces, role: Role) -> RoleData<'_> {
    RoleData {
        name: role.chinese(),
        code: role.as_str(),
        families: faces.families(role),
        sample: SAMPLE,
        faces: (faces.faces_with(role, OF_A_FACE).into_iter())
            .map(|(FaceReport { family, .. }, sample)| FaceData { family, sample })
            .collect(),
    }
}

fn failed(file: &Path, problem: &TypstProblem) -> Diagnostic {
    let said = &problem.message;
    let origin = match problem.line_column {
        Some((line, column)) if problem.file.is_some() => Origin::text(file, line, column),
        _ => Origin::file(file),
    };
    Diagnostic::error(
        Code::TypstError,
        Message::new(format!("字样排不出来：{said}"), format!("failed to set the specimen: {said}")),
    )
    .at(&origin)
    .hint("从程序自带的 templates 文件夹重新复制 base", "copy `base` again from the templates that came with dafu")
}

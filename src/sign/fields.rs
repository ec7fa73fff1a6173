//! The first update: fields, widgets, their structure, and the facts of the record. Later updates only give a field
//! its value, which is all that a reader allows once somebody has signed.

use super::pdf::{Broken, Dict, Object, PdfFile, Update};
use super::xmp;
use crate::record::Record;
use crate::typeset::SealFacts;

/// A rectangle on a page, in points: left, bottom, right, top.
type Rect = [f64; 4];

/// A field to sign, not yet written.
pub(super) struct Wanted<'a> {
    /// Its name in the file.
    pub(super) name: String,
    /// What readers say of it.
    pub(super) tooltip: String,
    /// Where its seal is; without one it cannot be seen.
    pub(super) place: Option<&'a SealFacts>,
}

/// Writes the fields and the facts into `update`, and says which numbers the fields got.
pub(super) fn prepare(
    file: &PdfFile<'_>,
    update: &mut Update<'_>,
    record: &Record,
    wanted: &[Wanted<'_>],
) -> Result<Vec<(u32, Dict)>, Broken> {
    let not_ours = || {
        Broken::new(
            "这个 PDF 不是 dafu 做的，或者已经改过，不能签名",
            "the PDF was not made by dafu, or was changed: it cannot be signed",
        )
    };
    let root = file.root()?;
    let mut catalog = file.catalog()?;
    if catalog.get("AcroForm").is_some() {
        return Err(Broken::new("这个 PDF 已经签过名", "the PDF is signed already"));
    }

    let metadata = catalog.reference("Metadata").ok_or_else(not_ours)?;
    let (mut dict, text) = file.stream(metadata)?;
    let text = String::from_utf8(text).ok().and_then(|text| xmp::extend(&text, record)).ok_or_else(not_ours)?;
    // Metadata stays readable for programs that know nothing of PDF.
    dict.0.retain(|(key, _)| key != b"Filter" && key != b"Length");
    update.put_stream(metadata, dict, text.into_bytes());

    let pages = file.pages()?;
    let mut structure = Structure::of(file, &catalog)?;
    let mut annotations: Vec<(u32, Vec<Object>)> = Vec::new();
    let mut fields = Vec::new();
    for field in wanted {
        let page = *pages.get(field.place.map_or(1, |place| place.page).saturating_sub(1)).ok_or_else(not_ours)?;
        let number = update.reserve();
        let rect = field.place.map(|place| rect_of(file, page, place)).transpose()?;
        let mut widget = Dict::default()
            .with("Type", Object::name("Annot"))
            .with("Subtype", Object::name("Widget"))
            .with("FT", Object::name("Sig"))
            .with("T", Object::text(&field.name))
            .with("TU", Object::text(&field.tooltip))
            // Print and Locked.
            .with("F", 132)
            .with("P", Object::Ref(page))
            .with("Rect", rect.unwrap_or_default().map(real).to_vec());
        if let Some(rect) = rect {
            let appearance = empty_appearance(update, rect);
            widget.set("AP", Dict::default().with("N", Object::Ref(appearance)));
            widget.set("StructParent", structure.add(update, number, page));
        }
        match annotations.iter_mut().find(|(known, _)| *known == page) {
            Some((_, list)) => list.push(Object::Ref(number)),
            None => annotations.push((page, vec![Object::Ref(number)])),
        }
        update.put(number, widget.clone());
        fields.push((number, widget));
    }
    structure.write(update);
    for (number, widgets) in annotations {
        let mut page = file.dict(number)?;
        let mut list = file.value(&page, "Annots")?.array().unwrap_or_default().to_vec();
        list.extend(widgets);
        page.set("Annots", list);
        page.set("Tabs", Object::name("S"));
        update.put(number, page);
    }
    let list: Vec<Object> = fields.iter().map(|(number, _)| Object::Ref(*number)).collect();
    // SignaturesExist and AppendOnly.
    catalog.set("AcroForm", Dict::default().with("Fields", list).with("SigFlags", 3));
    update.put(root, catalog);
    Ok(fields)
}

/// From millimetres below the page's upper left corner to points above its lower left one.
fn rect_of(file: &PdfFile<'_>, page: u32, place: &SealFacts) -> Result<Rect, Broken> {
    const POINTS: f64 = 72.0 / 25.4;
    let media = file.value(&file.dict(page)?, "MediaBox")?;
    let top = media.array().and_then(|sides| sides.get(3)?.number());
    let top = top.ok_or_else(|| Broken::new("页面没有尺寸", "a page has no size"))?;
    let (left, upper) = (place.left_mm * POINTS, top - place.top_mm * POINTS);
    Ok([left, upper - place.height_mm * POINTS, left + place.width_mm * POINTS, upper])
}

/// A length in points, to a thousandth.
fn real(number: f64) -> Object {
    Object::Real(format!("{}", (number * 1000.0).round() / 1000.0))
}

/// The seal is drawn on the page: the widget over it shows nothing of its own.
fn empty_appearance(update: &mut Update<'_>, [left, bottom, right, top]: Rect) -> u32 {
    let form = Dict::default()
        .with("Type", Object::name("XObject"))
        .with("Subtype", Object::name("Form"))
        .with("BBox", vec![Object::Int(0), Object::Int(0), real(right - left), real(top - bottom)])
        .with("Resources", Dict::default());
    update.add_stream(form, Vec::new())
}

/// The tree of the document's structure, to which each visible widget is added (PDF/UA-1, 7.18.4).
struct Structure {
    root: Option<(u32, Dict)>,
    document: Option<(u32, Dict)>,
    next: i64,
    forms: Vec<u32>,
}

impl Structure {
    fn of(file: &PdfFile<'_>, catalog: &Dict) -> Result<Self, Broken> {
        let Some(number) = catalog.reference("StructTreeRoot") else {
            return Ok(Self { root: None, document: None, next: 0, forms: Vec::new() });
        };
        let root = file.dict(number)?;
        let kids = file.value(&root, "K")?;
        let first = kids.array().and_then(|kids| kids.first()).or(Some(&kids)).and_then(Object::reference);
        let document = match first {
            Some(first) => Some((first, file.dict(first)?)),
            None => None,
        };
        let next = root.int("ParentTreeNextKey").unwrap_or_default();
        Ok(Self { root: Some((number, root)), document, next, forms: Vec::new() })
    }

    /// Adds a `Form` element of the widget and gives its key in the parent tree.
    fn add(&mut self, update: &mut Update<'_>, widget: u32, page: u32) -> i64 {
        let key = self.next;
        let Some((document, _)) = &self.document else { return key };
        let kid = Dict::default()
            .with("Type", Object::name("OBJR"))
            .with("Obj", Object::Ref(widget))
            .with("Pg", Object::Ref(page));
        let form = Dict::default()
            .with("Type", Object::name("StructElem"))
            .with("S", Object::name("Form"))
            .with("P", Object::Ref(*document))
            .with("K", vec![Object::Dict(kid)]);
        self.forms.push(update.add(form));
        self.next += 1;
        key
    }

    fn write(self, update: &mut Update<'_>) {
        let (Some((root, mut tree)), Some((document, mut element))) = (self.root, self.document) else { return };
        if self.forms.is_empty() {
            return;
        }
        let first = self.next - i64::try_from(self.forms.len()).unwrap_or_default();
        let mut kids = match element.get("K") {
            Some(Object::Array(kids)) => kids.clone(),
            Some(kid) => vec![kid.clone()],
            None => Vec::new(),
        };
        kids.extend(self.forms.iter().map(|form| Object::Ref(*form)));
        element.set("K", kids);
        let mut parents = tree.get("ParentTree").and_then(Object::dict).cloned().unwrap_or_default();
        let mut nums = parents.get("Nums").and_then(Object::array).unwrap_or_default().to_vec();
        for (at, form) in (first..).zip(&self.forms) {
            nums.extend([Object::Int(at), Object::Ref(*form)]);
        }
        parents.set("Nums", nums);
        tree.set("ParentTree", parents);
        tree.set("ParentTreeNextKey", self.next);
        update.put(document, element);
        update.put(root, tree);
    }
}

//! What is drawn over a page: stamps and signatures show themselves by annotations, which printers may leave out, so
//! they become part of the page.

use crate::sign::pdf::{Broken, Dict, Object, PdfFile};

/// Flags of an annotation.
const HIDDEN: i64 = 1 << 1;
const PRINT: i64 = 1 << 2;

/// The page without annotations, and the operators that draw what they showed; the page's resources name it.
pub(super) fn flatten(file: &PdfFile<'_>, mut page: Dict) -> Result<(Dict, Option<Vec<u8>>), Broken> {
    let annotations = file.value(&page, "Annots")?;
    page.0.retain(|(key, _)| key != b"Annots");
    let mut forms = Vec::new();
    for annotation in annotations.array().unwrap_or_default() {
        if let Object::Dict(annotation) = file.resolve(annotation)?
            && let Some(drawn) = drawn(file, &annotation)?
        {
            forms.push(drawn);
        }
    }
    if forms.is_empty() {
        return Ok((page, None));
    }
    let mut resources = file.value(&page, "Resources")?.dict().cloned().unwrap_or_default();
    let mut named = file.value(&resources, "XObject")?.dict().cloned().unwrap_or_default();
    let mut operators = String::from("\nQ");
    for (at, (form, matrix)) in forms.into_iter().enumerate() {
        let name = format!("DafuStamp{at}");
        named.set(&name, Object::Ref(form));
        let matrix = matrix.map(|number| format!("{number:.4}")).join(" ");
        operators.push_str(&format!("\nq {matrix} cm /{name} Do Q"));
    }
    operators.push('\n');
    resources.set("XObject", named);
    page.set("Resources", resources);
    Ok((page, Some(operators.into_bytes())))
}

/// The form that shows an annotation in print, and how it is put into its place (ISO 32000-1, 12.5.5).
fn drawn(file: &PdfFile<'_>, annotation: &Dict) -> Result<Option<(u32, [f64; 6])>, Broken> {
    let flags = annotation.int("F").unwrap_or_default();
    let appearance = file.value(annotation, "AP")?;
    let form = appearance.dict().and_then(|states| states.reference("N"));
    let Some(form) = form.filter(|_| flags & HIDDEN == 0 && flags & PRINT != 0) else { return Ok(None) };
    let (Object::Dict(dict), Some(content)) = file.packed(form)? else { return Ok(None) };
    let numbers = |dict: &Dict, key: &str| -> Result<Vec<f64>, Broken> {
        let list = file.value(dict, key)?;
        Ok(list.array().unwrap_or_default().iter().filter_map(Object::number).collect())
    };
    let (rect, bbox) = (numbers(annotation, "Rect")?, numbers(&dict, "BBox")?);
    let matrix: [f64; 6] = numbers(&dict, "Matrix")?.try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let ([left, bottom, right, top], [x0, y0, x1, y1]) = (rect.as_slice(), bbox.as_slice()) else { return Ok(None) };
    let corners = [(*x0, *y0), (*x1, *y0), (*x0, *y1), (*x1, *y1)].map(|(x, y)| {
        let [xx, yx, xy, yy, dx, dy] = matrix;
        (xx * x + xy * y + dx, yx * x + yy * y + dy)
    });
    let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (x, y) = (least(|it| it.0), least(|it| it.1));
    let (width, height) = (most(|it| it.0) - x, most(|it| it.1) - y);
    let (left, right) = (left.min(*right), left.max(*right));
    let (bottom, top) = (bottom.min(*top), bottom.max(*top));
    if content.is_empty() || width <= 0.0 || height <= 0.0 || right <= left || top <= bottom {
        return Ok(None);
    }
    let (scale_x, scale_y) = ((right - left) / width, (top - bottom) / height);
    Ok(Some((form, [scale_x, 0.0, 0.0, scale_y, left - x * scale_x, bottom - y * scale_y])))
}

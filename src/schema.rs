//! JSON Schema (2020-12) of a profile's letters, for the programs that make ledgers.
//!
//! In goes a [`Profile`]; out comes the schema of a `.json` ledger, with that of one letter, which is also a
//! line of a `.jsonl`, under `#/$defs/letter`. It says which keys there are, what stands in them, and what
//! every letter needs. What a schema cannot say well (does the date exist? is the number given twice?) is left
//! to the check; so are values that a `dafu.toml` lays under the letters. Unknown keys are allowed, as the
//! check allows them.

use serde_json::{Map, Value, json};

use crate::profile::{FieldSpec, Key, Kind, Need, Profile};

/// The schema of the ledgers of `profile`.
pub fn schema(profile: &Profile) -> Value {
    let name = &profile.name;
    let mut letter = letter(profile);
    // Beside `letters` stands what is laid under all of them.
    let mut ledger = letter.clone();
    let needs: Vec<Value> = needs(profile);
    if let (Some(letter), Some(ledger)) = (letter.as_object_mut(), ledger.as_object_mut()) {
        letter.insert("description".to_owned(), json!("一份答复函"));
        ledger.insert("description".to_owned(), json!("台账：letters 里每个对象是一份答复函，其他的键对每一份都有效"));
        if let Some(properties) = ledger.get_mut("properties").and_then(Value::as_object_mut) {
            let profile = json!({ "type": "string", "description": "配置的名称", "examples": [name] });
            properties.insert("profile".to_owned(), profile);
            properties.insert("letters".to_owned(), json!({ "type": "array", "items": { "$ref": "#/$defs/letter" } }));
        }
        ledger.insert("required".to_owned(), json!(["letters"]));
        add_all(ledger, needs.iter().map(in_ledger));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("答复函台账（{name}）"),
        "description": "数组，每个元素是一份答复函；或对象，其中 letters 是这样的数组。.jsonl 的每一行按 #/$defs/letter 检查。",
        "anyOf": [
            { "type": "array", "items": { "allOf": [{ "$ref": "#/$defs/letter" }, { "$ref": "#/$defs/complete" }] } },
            { "$ref": "#/$defs/ledger" },
        ],
        "$defs": {
            "letter": letter,
            "complete": complete(&needs),
            "ledger": ledger,
            "given": {
                "description": "不是空的",
                "not": { "anyOf": [
                    { "type": "null" },
                    { "type": "string", "pattern": "^\\s*$" },
                    { "type": "array", "maxItems": 0 },
                ] },
            },
            "scalar": { "type": ["string", "number", "null"] },
        },
    })
}

/// A letter by itself: its keys and what stands in them.
fn letter(profile: &Profile) -> Value {
    let mut properties = Map::new();
    let mut groups: Vec<(&str, Map<String, Value>)> = vec![("contact", Map::new()), ("extra", Map::new())];
    let mut twice = Vec::new();
    for spec in &profile.fields {
        let key = spec.key.to_string();
        let value = property(profile, spec);
        if let Some((group, within)) = key.split_once('.')
            && let Some((_, members)) = groups.iter_mut().find(|(name, _)| *name == group)
        {
            members.insert(within.to_owned(), value.clone());
            // Dotted or nested, not both.
            twice.push(json!({ "not": { "allOf": [
                { "required": [key] },
                { "required": [group], "properties": { group: { "type": "object", "required": [within] } } },
            ] } }));
        }
        properties.insert(key, value);
    }
    for (group, members) in groups {
        if !members.is_empty() {
            properties.insert(group.to_owned(), json!({ "type": ["object", "null"], "properties": members }));
        }
    }
    let mut letter = Map::new();
    letter.insert("type".to_owned(), json!("object"));
    letter.insert("properties".to_owned(), Value::Object(properties));
    add_all(&mut letter, twice);
    Value::Object(letter)
}

fn property(profile: &Profile, spec: &FieldSpec) -> Value {
    let mut property = match (&spec.need, spec.kind) {
        (Need::Forbidden, _) => return json!({ "type": "null", "description": "这个配置不许填" }),
        (_, Kind::Text | Kind::Date) => json!({ "$ref": "#/$defs/scalar" }),
        // Of longer numbers the last digits are lost.
        (_, Kind::Identifier) => json!({ "anyOf": [
            { "type": ["string", "null"] },
            { "type": "number", "exclusiveMinimum": -1e15, "exclusiveMaximum": 1e15 },
        ] }),
        (_, Kind::Count) => json!({ "anyOf": [
            { "type": "null" },
            { "type": "integer", "minimum": 1 },
            { "type": "string", "pattern": "^\\s*$|[0-9０-９〇零一二三四五六七八九十百]" },
        ] }),
        (_, Kind::List) if spec.key == Key::AttachmentFiles => json!({ "anyOf": [
            { "$ref": "#/$defs/scalar" },
            { "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/scalar" }, body_list()] } },
        ] }),
        (_, Kind::List) => json!({ "anyOf": [
            { "$ref": "#/$defs/scalar" },
            { "type": "array", "items": { "$ref": "#/$defs/scalar" } },
        ] }),
        (_, Kind::Names) => names(),
        (_, Kind::Body) => body(),
    };
    let choices = profile.choices(&spec.key);
    if !choices.is_empty() {
        let words = choices.iter().flat_map(|choice| std::iter::once(&choice.value).chain(&choice.aliases));
        let mut words: Vec<Value> = words.map(|word| json!(word)).collect();
        words.extend([json!(""), Value::Null]);
        property = json!({ "enum": words });
        if choices.iter().any(|choice| !choice.meaning.is_empty()) {
            let meanings = choices.iter().map(|choice| format!("{}：{}", choice.value, choice.meaning));
            set(&mut property, "$comment", json!(meanings.collect::<Vec<_>>().join("；")));
        }
    }
    set(&mut property, "title", json!(spec.heading()));
    set(&mut property, "description", json!(spec.key.about()));
    if !spec.example.is_empty() {
        set(&mut property, "examples", json!([spec.example]));
    }
    match (&spec.need, profile.defaults.get(&spec.key)) {
        (Need::Fixed(value), _) | (_, Some(value)) => set(&mut property, "default", json!(value)),
        _ => {}
    }
    property
}

fn names() -> Value {
    let name = json!({ "type": "object", "required": ["name"], "properties": {
        "name": { "type": "string", "description": "姓名或单位名称" },
        "kind": { "enum": ["person", "body"], "description": "person 个人，body 单位；不写时两到四个汉字是个人" },
    } });
    json!({ "anyOf": [
        { "$ref": "#/$defs/scalar" },
        { "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/scalar" }, name] } },
    ] })
}

fn body() -> Value {
    json!({ "anyOf": [{ "$ref": "#/$defs/scalar" }, body_list()] })
}

/// Paragraphs and tables.
fn body_list() -> Value {
    let table = json!({ "type": "object", "required": ["table"], "properties": {
        "table": {
            "type": "array", "minItems": 1, "description": "表格，每行一个数组",
            "items": { "type": "array", "items": { "$ref": "#/$defs/scalar" } },
        },
        "header_rows": { "type": "integer", "minimum": 0, "description": "表头的行数" },
    } });
    json!({ "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/scalar" }, table] } })
}

/// What every letter needs: one schema for each need. The profile's own values count as given.
fn needs(profile: &Profile) -> Vec<Value> {
    let of_profile = |key: &Key| profile.defaults.get(key).is_some_and(|value| !value.trim().is_empty());
    let need = |key: &Key| profile.field(key).map(|spec| &spec.need);
    let is_required = |key: &Key| need(key) == Some(&Need::Required);
    let mut needs = Vec::new();
    let always = |key: &Key| !of_profile(key) && !profile.is_optional_somewhere(key);
    for spec in profile.fields.iter().filter(|spec| spec.need == Need::Required && always(&spec.key)) {
        // A required one of two may be replaced by the other, but for a number: a title has none.
        let instead = match spec.key {
            Key::Proposers => Some(Key::Addressee),
            Key::Body => Some(Key::BodyFile),
            _ => None,
        };
        needs.push(any_of(std::iter::once(&spec.key).chain(&instead)));
    }
    for (one, other) in &Key::EITHER {
        let settled = [one, other].iter().any(|key| is_required(key) || of_profile(key));
        let fixed = [one, other].iter().any(|key| matches!(need(key), Some(Need::Fixed(_))));
        if !settled && !fixed {
            // A paper to the lead unit needs nobody who proposed.
            let unit = (*one == Key::Proposers && profile.has_papers_to_units()).then_some(&Key::LeadUnit);
            needs.push(any_of([one, other].into_iter().chain(unit)));
        }
    }
    needs
}

fn any_of<'a>(keys: impl IntoIterator<Item = &'a Key>) -> Value {
    let ways: Vec<Value> = keys.into_iter().flat_map(|key| given(&key.to_string())).collect();
    json!({ "anyOf": ways })
}

/// The ways to give a key: as it is, or nested.
fn given(key: &str) -> Vec<Value> {
    let one = |key: &str, value: Value| json!({ "required": [key], "properties": { key: value } });
    let is_given = || json!({ "$ref": "#/$defs/given" });
    let mut ways = vec![one(key, is_given())];
    if let Some((group, within)) = key.split_once('.') {
        let mut inner = one(within, is_given());
        set(&mut inner, "type", json!("object"));
        ways.push(one(group, inner));
    }
    ways
}

/// A letter that stands alone has all that it needs.
fn complete(needs: &[Value]) -> Value {
    json!({ "description": "每份都要有的", "allOf": needs })
}

/// In a ledger a need is met beside `letters` or in every letter.
fn in_ledger(need: &Value) -> Value {
    json!({ "anyOf": [need, { "properties": { "letters": { "items": need } } }] })
}

fn add_all(schema: &mut Map<String, Value>, more: impl IntoIterator<Item = Value>) {
    let all = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Some(all) = all.as_array_mut() {
        all.extend(more);
    }
    // JSON Schema has no empty list of schemas.
    if schema.get("allOf").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        schema.remove("allOf");
    }
}

fn set(schema: &mut Value, key: &str, value: Value) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(key.to_owned(), value);
    }
}

//! A contest as CSV and JSON.

use crate::domain::export::{Export, ExportEntry, ExportRow, Form, Part};

/// An export, or one part of it, as it is handed out; in CSV both parts have an empty line between them.
pub fn written(export: &Export, form: Form, part: Option<Part>) -> String {
    match (form, part) {
        (Form::Json, None) => json(export),
        (Form::Json, Some(Part::Standings)) => json_of(&export.standings),
        (Form::Json, Some(Part::Ledger)) => json_of(&export.ledger),
        (Form::Csv, Some(part)) => csv(export, part),
        (Form::Csv, None) => format!("{}\r\n{}", csv(export, Part::Standings), csv(export, Part::Ledger)),
    }
}

fn json_of(rows: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(rows).unwrap_or_default()
}

/// One part as CSV (RFC 4180) with a line of headings.
pub fn csv(export: &Export, part: Part) -> String {
    match part {
        Part::Standings => {
            let rows = export.standings.iter().map(standing);
            sheet(&["place", "kind", "id", "name", "team", "score", "points", "shares"], rows)
        }
        Part::Ledger => {
            let heads =
                ["entry", "at", "rep", "name", "points", "reason", "rule", "link", "note", "reverses"];
            sheet(&heads, export.ledger.iter().map(entry))
        }
    }
}

/// Rows as CSV (RFC 4180) under a line of headings.
pub(super) fn sheet(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let written = records(&mut writer, heads, rows);
    // A vector takes whatever is written to it.
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn records(
    writer: &mut csv::Writer<Vec<u8>>,
    heads: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> csv::Result<()> {
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(())
}

fn standing(row: &ExportRow) -> Vec<String> {
    vec![
        row.place.map(|place| place.to_string()).unwrap_or_default(),
        row.kind.to_owned(),
        text(&row.id),
        text(&row.name),
        optional(row.team.as_deref()),
        optional(row.score.as_deref()),
        row.points.to_string(),
        row.shares.to_string(),
    ]
}

fn entry(entry: &ExportEntry) -> Vec<String> {
    vec![
        text(&entry.entry),
        entry.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        text(&entry.rep),
        text(&entry.name),
        entry.points.to_string(),
        entry.reason.as_str().to_owned(),
        optional(entry.rule.as_deref()),
        optional(entry.link.as_deref()),
        optional(entry.note.as_deref()),
        optional(entry.reverses.as_deref()),
    ]
}

fn optional(cell: Option<&str>) -> String {
    cell.map(text).unwrap_or_default()
}

/// Text that no spreadsheet takes for a formula: an apostrophe goes before whatever could begin one.
/// (OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab and carriage return; the full-width forms of the first four are read
/// alike by some.)
pub(super) fn text(cell: &str) -> String {
    const BEGINS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|'];
    if cell.starts_with(BEGINS) { format!("'{cell}") } else { cell.to_owned() }
}

/// All of it as JSON.
fn json(export: &Export) -> String {
    json_of(export)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::contest::Phase;
    use crate::domain::ledger::Reason;

    fn export(name: &str) -> Export {
        let at = "2026-03-03T10:00:00Z".parse().unwrap();
        Export {
            contest: "c1".into(),
            title: "Spring Sprint".into(),
            format: "most-points",
            phase: Phase::Open,
            starts_at: at,
            ends_at: at,
            zone: "Europe/Berlin".into(),
            standings: vec![ExportRow {
                place: Some(1),
                kind: "rep",
                id: "U1".into(),
                name: name.into(),
                team: None,
                score: None,
                points: -5,
                shares: 2,
            }],
            ledger: vec![ExportEntry {
                entry: "E1".into(),
                at,
                rep: "U1".into(),
                name: name.into(),
                points: -5,
                reason: Reason::Correction,
                rule: None,
                link: Some("https://acme.example/a,b".into()),
                note: Some("said \"so\"".into()),
                reverses: None,
            }],
        }
    }

    #[test]
    fn each_part_has_its_headings_and_quotes_what_needs_it() {
        let csv = |part| csv(&export("Ana"), part);
        assert_eq!(
            csv(Part::Standings),
            "place,kind,id,name,team,score,points,shares\r\n1,rep,U1,Ana,,,-5,2\r\n"
        );
        assert_eq!(
            csv(Part::Ledger).lines().nth(1),
            Some(
                "E1,2026-03-03T10:00:00.000Z,U1,Ana,-5,correction,,\"https://acme.example/a,b\",\"said \"\"so\"\"\","
            )
        );
    }

    #[test]
    fn json_has_the_same() {
        let json: serde_json::Value = serde_json::from_str(&json(&export("Ana"))).unwrap();
        assert_eq!(json["standings"][0]["name"], "Ana");
        assert_eq!(json["ledger"][0]["reason"], "correction");
        assert_eq!(json["phase"], "open");
    }

    proptest! {
        #[test]
        fn whatever_a_name_is_it_reads_the_same_again_and_begins_no_formula(
            name in prop_oneof![any::<String>(), "[=+@|\t\r\n-]{1,3}[a-z\"',]{0,5}"],
        ) {
            let csv = csv(&export(&name), Part::Standings);
            let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
            prop_assert_eq!(rows.len(), 1);
            let cell = &rows[0][3];
            prop_assert!(cell == name || cell.strip_prefix('\'') == Some(&name));
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}

//! Forms, as a story's people fill them in.

use std::fmt;

use serde_json::{Map, Value, json};

use super::Player;
use crate::sandbox::{Click, Outcome};

/// A form as somebody sees it: its title, then what it says and asks, line by line, and its buttons.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    view: Value,
}

impl Form {
    /// Slack's name for it.
    pub(crate) fn id(&self) -> &str {
        self.view["id"].as_str().unwrap()
    }

    /// Where its first picture is.
    pub(crate) fn picture(&self) -> Option<&str> {
        self.view["blocks"].as_array()?.iter().find_map(|block| block["image_url"].as_str())
    }

    /// What stands in a field.
    pub(crate) fn shows(&self, field: &str) -> String {
        let (_, element) = self.field(field);
        initial(element)
    }

    /// The block that asks for a field, and its element.
    fn field(&self, field: &str) -> (&str, &Value) {
        let blocks = self.view["blocks"].as_array().unwrap();
        let is_meant = |block: &&Value| {
            block["type"] == "input"
                && block["block_id"].as_str().is_some_and(|id| id.split(':').next() == Some(field))
        };
        let block = blocks.iter().find(is_meant).unwrap_or_else(|| panic!("no field {field} in {self}"));
        (block["block_id"].as_str().unwrap(), &block["element"])
    }

    /// The button with this label: its action and its value.
    fn button(&self, label: &str) -> (String, Value) {
        let blocks = self.view["blocks"].as_array().unwrap().iter();
        let elements = blocks.flat_map(|block| {
            block["elements"].as_array().into_iter().flatten().chain([&block["accessory"]])
        });
        let mut buttons = elements.filter(|element| element["type"] == "button");
        let found = buttons.find(|button| button["text"]["text"] == label);
        let button = found.unwrap_or_else(|| panic!("no button [{label}] in {self}"));
        (button["action_id"].as_str().unwrap().to_owned(), button["value"].clone())
    }

    /// Whether it mentions anybody.
    fn could_ping(&self) -> bool {
        let said = self.view["blocks"].to_string();
        ["<!", "<@"].iter().any(|mark| said.contains(mark))
    }
}

/// What an element begins with, as it is read.
fn initial(element: &Value) -> String {
    let text = |value: &Value| value["text"]["text"].as_str().unwrap_or_default().to_owned();
    if let Some(options) = element["initial_options"].as_array() {
        return options.iter().map(text).collect::<Vec<_>>().join(", ");
    }
    if element["initial_option"].is_object() {
        return text(&element["initial_option"]);
    }
    ["initial_value", "initial_date", "initial_time", "initial_conversation"]
        .iter()
        .find_map(|field| element[*field].as_str())
        .unwrap_or_default()
        .to_owned()
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |value: &Value| value["text"].as_str().unwrap_or_default().to_owned();
        writeln!(f, "{}", words(&self.view["title"]))?;
        for block in self.view["blocks"].as_array().into_iter().flatten() {
            match block["type"].as_str().unwrap_or_default() {
                "input" => {
                    let optional = if block["optional"] == true { " (optional)" } else { "" };
                    write!(f, "{}{optional}: {}", words(&block["label"]), initial(&block["element"]))?;
                    if block["hint"].is_object() {
                        write!(f, "  ~ {}", words(&block["hint"]))?;
                    }
                    writeln!(f)?;
                }
                "actions" => {
                    let buttons = block["elements"].as_array().into_iter().flatten();
                    let labels = buttons.map(|button| format!("[{}]", words(&button["text"])));
                    writeln!(f, "{}", labels.collect::<Vec<_>>().join(" "))?;
                }
                "context" => writeln!(f, "({})", words(&block["elements"][0]))?,
                "divider" => writeln!(f, "---")?,
                "image" => writeln!(f, "<{}>", block["alt_text"].as_str().unwrap_or_default())?,
                _ => {
                    writeln!(f, "{}", words(&block["text"]))?;
                    if block["accessory"].is_object() {
                        writeln!(f, "[{}]", words(&block["accessory"]["text"]))?;
                    }
                }
            }
        }
        let buttons = ["close", "submit"].iter().map(|button| words(&self.view[*button]));
        let buttons: Vec<String> =
            buttons.filter(|label| !label.is_empty()).map(|label| format!("[{label}]")).collect();
        write!(f, "{}", buttons.join(" "))
    }
}

impl Player<'_> {
    /// The form that is open to them.
    pub(crate) fn form(&self) -> Form {
        let view = self.stage().slack().views(&self.id).unwrap()["form"].clone();
        assert!(view.is_object(), "{} sees no form", self.name);
        let form = Form { view };
        assert!(!form.could_ping(), "this pings people: {form}");
        form
    }

    /// Checks that no form is open to them.
    pub(crate) fn sees_no_form(&self) {
        let view = self.stage().slack().views(&self.id).unwrap()["form"].clone();
        assert!(view.is_null(), "{} sees a form: {}", self.name, Form { view: view.clone() });
    }

    /// Types a command that opens a form.
    pub(crate) async fn opens(&self, line: &str) -> Form {
        self.types(line).await;
        self.form()
    }

    /// Looks at the Home tab, once all has arrived.
    pub(crate) async fn looks_at_home(&self) -> Form {
        self.stage().slack().open_home(&self.id).unwrap();
        self.sees_home().await
    }

    /// The Home tab as it looks without being opened anew, once all has arrived.
    pub(crate) async fn sees_home(&self) -> Form {
        self.stage().deliver().await;
        let view = self.stage().slack().views(&self.id).unwrap()["home"].clone();
        assert!(view.is_object(), "{} has no home", self.name);
        let home = Form { view };
        assert!(!home.could_ping(), "this pings people: {home}");
        home
    }

    /// Presses a button of the Home tab.
    pub(crate) async fn presses_at_home(&self, label: &str) {
        let home = self.sees_home().await;
        self.presses_in(&home, label).await;
    }

    /// Uses a shortcut from anywhere, or on a message.
    pub(crate) async fn uses(&self, shortcut: &str, post: Option<&super::Post>) {
        let message = post.map(|post| (&*post.channel, &*post.ts));
        self.stage().slack().shortcut(&self.id, shortcut, message).await.unwrap();
    }

    /// Fills in fields of the open form and sends it. What was wrong, if anything: `field: words`.
    pub(crate) async fn sends(&self, fields: &[(&str, Value)]) -> String {
        let form = self.form();
        let outcome = self.sends_view(&form, fields).await;
        wrong(&outcome)
    }

    /// The same to a form that may have gone meanwhile.
    pub(crate) async fn sends_view(&self, form: &Form, fields: &[(&str, Value)]) -> Outcome {
        let mut values = Map::new();
        for (field, value) in fields {
            let (block, element) = form.field(field);
            values.insert(block.to_owned(), json!({element["action_id"].as_str().unwrap(): value}));
        }
        self.stage().slack().submit(&self.id, form.id(), &Value::Object(values)).await.unwrap()
    }

    /// Chooses something in the open form that tells the bot at once.
    pub(crate) async fn chooses(&self, field: &str, value: &str) -> Form {
        let form = self.form();
        let (block, element) = form.field(field);
        let click = Click {
            user: self.id.clone(),
            action_id: element["action_id"].as_str().unwrap().to_owned(),
            block_id: Some(block.to_owned()),
            value: json!(value),
            view_id: Some(form.id().to_owned()),
            ..Click::default()
        };
        self.stage().slack().click(&click).await.unwrap();
        self.form()
    }

    /// Presses a button in the open form.
    pub(crate) async fn presses(&self, label: &str) {
        self.presses_in(&self.form(), label).await;
    }

    /// Presses a button of a view as somebody saw it, whatever it shows by now.
    pub(crate) async fn presses_in(&self, form: &Form, label: &str) {
        let (action_id, value) = form.button(label);
        let (user, view_id) = (self.id.clone(), Some(form.id().to_owned()));
        let click = Click { user, action_id, value, view_id, ..Click::default() };
        self.stage().slack().click(&click).await.unwrap();
    }

    /// Closes the open form.
    pub(crate) async fn closes(&self) {
        self.stage().slack().close(&self.id, self.form().id(), false).await.unwrap();
    }
}

/// What was wrong with a form that was sent, field by field.
pub(crate) fn wrong(outcome: &Outcome) -> String {
    let errors = outcome.errors.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    let line = |(block, said): (&String, &Value)| {
        format!("{}: {}", block.split(':').next().unwrap_or(block), said.as_str().unwrap_or_default())
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}

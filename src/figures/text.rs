//! Prometheus text for what is read only when somebody asks, and left out where it cannot be read.

use std::fmt::Write;

/// Adds a gauge with its help.
pub fn gauge(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    // Writing to a string cannot fail. What stands in braces are labels.
    let family = name.split('{').next().unwrap_or(name);
    let _ = write!(text, "# HELP {family} {help}\n# TYPE {family} gauge\n{name} {value}\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gauge_stands_under_its_help_and_type() {
        let mut text = String::new();
        gauge(&mut text, "up{by=\"us\"}", "Whether it is", 1);
        assert_eq!(text, "# HELP up Whether it is\n# TYPE up gauge\nup{by=\"us\"} 1\n");
    }
}

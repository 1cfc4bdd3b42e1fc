//! Stories of the forms, told by what people do in them.

mod contest;
mod review;
mod settings;
mod share;
mod teams;
mod templates;
mod words;

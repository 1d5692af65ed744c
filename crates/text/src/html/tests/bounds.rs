//! HTML of any shape and size.

use proptest::prelude::*;

use super::judge::faults;
use crate::{SafeHtml, sanitise};

#[test]
fn hostile_size_and_depth_are_bounded() {
    let fonts: String = (0..3_000).map(|n| format!("<font size={n}>")).collect();
    let inputs = [
        "<div>".repeat(100_000),
        "<b><p>".repeat(50_000),
        "<div>".repeat(50_000) + &"</span>".repeat(50_000),
        "<table><td>".repeat(20_000) + &"</b>".repeat(50_000),
        fonts + &"<p>x</p>".repeat(5_000),
        format!("<p {}>x</p>", "a=1 ".repeat(100_000)),
        "<a href=x>".repeat(50_000),
        "<!--".repeat(100_000),
        "<".repeat(200_000),
        "<style>".repeat(50_000),
        "&amp".repeat(100_000),
        "«".repeat(200_000),
        "<img src=cid:x>".repeat(20_000),
        format!("<p title='{}", "x".repeat(1_000_000)),
        format!("<p title='{}'>", "&".repeat(500_000)),
        "текст ".repeat(300_000),
    ];
    for input in inputs {
        let started = std::time::Instant::now();
        let safe = sanitise(&input);
        let text = crate::html_to_text(&input);
        let took = started.elapsed();
        assert!(
            safe.html.len() < 30_000_000 && text.len() <= 1024 * 1024,
            "{:?}",
            input.chars().take(60).collect::<String>()
        );
        assert!(
            took.as_secs() < 30,
            "{took:?}: {:?}",
            input.chars().take(60).collect::<String>()
        );
    }
}

#[test]
fn what_is_cut_is_said() {
    assert!(sanitise(&"слово ".repeat(300_000)).truncated);
    assert!(!sanitise(&"слово ".repeat(1_000)).truncated);
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=https://x.example>", "</a>", "<table>", "</table>",
            "<tr>", "<td>", "</td>", "<li>", "<ul>", "</ul>", "<pre>", "</pre>", "<br>", "<img src=cid:x>", "<blockquote>",
            "</blockquote>", "<font color=red>", "</font>", "<span style='color:red'>", "</span>", "<h1>", "</h1>", "<dd>",
            "<script>", "</script>", "<svg>", "<math>", "<style>", "</style>", "<title>", "<!--", "-->", "<textarea>",
            "<form>", "<select>", "<option>", "<i>", "</i>", "<caption>", "<col>", "<tbody>", "<center>", "<template>",
        ]).prop_map(str::to_owned),
        2 => "[а-яa-z \n&;<>\"'=/]{0,8}",
        1 => "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_harmful_comes_out(html in soup()) {
        let safe = sanitise(&html).html;
        prop_assert_eq!(faults(&safe), Vec::<String>::new(), "{}", safe);
    }

    #[test]
    fn sanitising_again_changes_nothing(html in soup()) {
        let once = sanitise(&html);
        let mut again = sanitise(&once.html);
        // The two attributes that are set on every link may change places: their order means nothing (HTML, 13.1.2.3).
        let [first, second] = [r#"rel="noopener noreferrer nofollow""#, r#"target="_blank""#];
        let in_order = |html: &str| html.replace(&format!("{second} {first}"), &format!("{first} {second}"));
        again.html = in_order(&again.html);
        prop_assert_eq!(&again, &SafeHtml { html: in_order(&once.html), ..once }, "{}", html);
    }
}

//! HTML read as text.

use proptest::prelude::*;

use crate::{html_to_text, sanitise, split_reply};

#[test]
fn blocks_become_lines() {
    let cases = [
        ("<p>Раз</p><p>Два</p>", "Раз\n\nДва"),
        (
            "<div>Раз</div><div>Два<br></div><div><br></div><div>Три</div>",
            "Раз\nДва\n\nТри",
        ),
        ("раз <b>два</b>\n  три<br>четыре", "раз два три\nчетыре"),
        (
            "<p class=MsoNormal>Раз<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Два</p>",
            "Раз\n\nДва",
        ),
        (
            "<ul><li>раз<li>два<ol start=3><li>три</ol></ul>",
            "- раз\n- два\n  3. три",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td><p>c</p></td><td>d</td></tr></table>",
            "a\tb\nc\td",
        ),
        ("<pre>раз\n  два\n\nтри</pre>", "раз\n  два\n\nтри"),
        (
            "1&nbsp;200 &laquo;руб&raquo; &#8470;&#x31; &lt;b&gt; &copy2 &unknown; &",
            "1 200 «руб» №1 <b> ©2 &unknown; &",
        ),
        ("<img alt='😀'><img alt='Логотип'><img alt=''>", "😀[Логотип]"),
        (
            "<style>p{}</style><title>t</title><script>x<p></script>текст<!-- <p> -->",
            "текст",
        ),
        (
            "<div style='display: none'>скрыто<div>и это</div></div>видно",
            "видно",
        ),
        ("<div style='display:none'>только скрытое</div>", "только скрытое"),
        ("a < b и 2 <3", "a < b и 2 <3"),
        ("<title>раз<p>два<title>три", "раз\n\nдватри"),
        ("", ""),
    ];
    for (html, want) in cases {
        assert_eq!(html_to_text(html), want, "{html}");
    }
}

#[test]
fn quotes_keep_their_marks() {
    assert_eq!(
        html_to_text("<blockquote>раз<br><br>два<blockquote>три</blockquote></blockquote>ответ"),
        "> раз\n>\n> два\n>> три\nответ"
    );
}

/// The author's words and nothing else are visible, whatever program wrote the mail.
#[test]
fn replies_of_mail_programs() {
    let mails = [
        // Gmail, in a language that is not known here
        "<div dir=\"ltr\">Ответ<div><br></div><div>ещё</div></div><br><div class=\"gmail_quote gmail_quote_container\">\
         <div dir=\"ltr\" class=\"gmail_attr\">xx 2025 yy Anna zz:<br></div><blockquote class=\"gmail_quote\">Цитата</blockquote></div>",
        // Gmail, old, with a signature
        "<div dir=ltr>Ответ<br><br>ещё</div><div class=gmail_extra><br><div class=gmail_quote>2025-05-12 15:19 Анна:<br>\
         <blockquote class=gmail_quote>Цитата</blockquote></div><br>-- <br><div class=gmail_signature>Иван</div></div>",
        // Yahoo
        "<div>Ответ</div><div><br></div><div>ещё</div><div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>xx, Anna yy:</div>Цитата</div>",
        // Thunderbird
        "<p>Ответ</p><p>ещё</p><div class=\"moz-cite-prefix\">12.05.2025 xx:<br></div><blockquote type=cite>Цитата</blockquote>",
        // Outlook on the web, in a language that is not known here
        "<div>Ответ</div><div><br></div><div>ещё</div><div id=\"Signature\">Иван</div><div id=\"appendonsend\"></div><hr>\
         <div id=\"divRplyFwdMsg\"><b>No:</b> Anna &lt;a@b.example&gt;<br><b>Nosūtīts:</b> 2025<br><b>Kam:</b> x</div><div>Цитата</div>",
        // Outlook
        "<p class=MsoNormal>Ответ</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>ещё</p><div><div style='border:none;\
         border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>От:</b> Анна &lt;a@b.example&gt;<br><b>Отправлено:</b> вчера\
         <br><b>Тема:</b> x</p></div></div><p class=MsoNormal>Цитата</p>",
        // Яндекс
        "<div>Ответ</div><div> </div><div>&nbsp;</div><div>ещё</div><div><br/></div><div>12.05.2025, 15:19, \"Анна\" \
         &lt;a@b.example&gt;:</div><blockquote><p>Цитата</p></blockquote>",
        // Proton
        "Ответ<br><br>ещё<br><div class=\"protonmail_signature_block\">Sent with Proton Mail</div><div class=\"protonmail_quote\">\
         xx Anna yy:<br><blockquote class=protonmail_quote>Цитата</blockquote></div>",
    ];
    for html in mails {
        let text = html_to_text(html);
        let reply = split_reply(&text);
        assert_eq!(reply.visible.trim(), "Ответ\n\nещё", "{text}\n<- {html}");
        assert!(reply.rest.contains("Цитата"));
    }
}

#[test]
fn an_answer_between_gmail_quotes_stays() {
    let html = "<div class=gmail_quote><div class=gmail_attr>Anna 2025:</div><blockquote class=gmail_quote>Какой размер?</blockquote>\
        <div>42</div><blockquote class=gmail_quote>Конец</blockquote></div>";
    let text = html_to_text(html);
    assert_eq!(text, "> Anna 2025:\n> Какой размер?\n42\n> Конец");
    assert!(split_reply(&text).visible.trim().ends_with("42"));
}

proptest! {
    #[test]
    fn reading_never_panics(html in "\\PC{0,200}") {
        html_to_text(&html);
        sanitise(&html);
    }

    #[test]
    fn plain_words_are_kept_in_order(words in prop::collection::vec("[а-яa-z0-9]{1,8}", 1..20)) {
        let html: String = words.iter().map(|w| format!("<div><span>{w}</span></div>")).collect();
        let text = html_to_text(&html);
        let read: Vec<&str> = text.split_whitespace().collect();
        prop_assert_eq!(read, words);
    }
}

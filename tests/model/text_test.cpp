#include "engine/model/text.h"

#include "engine/model/status.h"
#include "tests/catch.h"

using namespace lixiao::model;

TEST_CASE("The nearest word is what a person meant", "[text]") {
  CHECK(nearestWord("postgradute", {"undergraduate", "postgraduate"}) == "postgraduate");
  CHECK(nearestWord("libary.loans", {"library.loans", "library.fines"}) == "library.loans");
  CHECK(nearestWord("毕叶", {"毕业", "结业"}) == "毕业");
  CHECK(nearestWord("applies_wehn", {"applies_when", "passes_when"}) == "applies_when");
  CHECK(nearestWord("xyz", {"library", "finance"}).empty());
  CHECK(nearestWord("", {"a"}).empty());
}

TEST_CASE("UTF-8 is well-formed or refused", "[text]") {
  CHECK(isUtf8("离校 ok 𠮷"));
  for (const char* wrong : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xC4\xE3", "\x80", "\xE7\xA6"})
    CHECK_FALSE(isUtf8(wrong));
  CHECK(codePoints("离校a") == 3);
}

TEST_CASE("A message takes its arguments in the reader's language", "[text]") {
  const Message message{"waits for {0} until {1}",
                        {LocalizedText("图书馆", "library"), LocalizedText("6月1日")}};
  CHECK(format(message, Language::English) == "waits for library until 6月1日");
  const auto translate = [](std::string_view text) {
    return text == "waits for {0} until {1}" ? std::string("等待{0}至{1}") : std::string();
  };
  CHECK(format(message, Language::Chinese, translate) == "等待图书馆至6月1日");
  CHECK(format(Message{"{9} {x} {", {}}, Language::English) == " {x} {");
}

TEST_CASE("The parts of a message follow it, each under its title and in the reader's language", "[text]") {
  const auto translate = [](std::string_view text) {
    return text == "two are out" ? std::string("两本未还") : std::string(text);
  };
  Message message{
      "", {}, {{"two are out", {}, {}, LocalizedText("图书", "books")}, {"{0} left", {LocalizedText("3")}}}};
  CHECK(format(message, Language::English) == "books: two are out; 3 left");
  CHECK(format(message, Language::Chinese, translate) == "图书：两本未还；3 left");
  CHECK_FALSE(message.empty());
  message.text = "open";
  CHECK(format(message, Language::English) == "open; books: two are out; 3 left");
}

TEST_CASE("Only what is cleared, deferred or not applicable is clear", "[status]") {
  CHECK(isClear(Cause::Registered));
  CHECK(isClear(Cause::Deferred));
  CHECK(isClear(Cause::DoesNotApply));
  for (Cause cause : {Cause::ApplicabilityUnknown, Cause::FactUnknown, Cause::ListNotSubmitted, Cause::OnList,
                      Cause::DeferralLapsed, Cause::Refused, Cause::EarlierItemOpen, Cause::NotYetOpen})
    CHECK_FALSE(isClear(cause));
}

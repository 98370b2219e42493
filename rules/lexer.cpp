#include <array>
#include <charconv>

#include "engine/model/date.h"
#include "rules/characters.h"
#include "rules/token.h"

namespace lixiao::rules {
namespace {

constexpr std::size_t kMostProblems = 20;
constexpr std::size_t kMostDigits = 15;  ///< what a double holds exactly
constexpr std::size_t kDateLength = 10;

struct Symbol {
  std::string_view text;
  TokenKind kind;
  std::string_view code;  ///< of the problem, when it is not a symbol of the language
  std::string_view hint;
};

/// Longer symbols first.
constexpr std::array kSymbols = {
    Symbol{"===", TokenKind::Equal, "syntax", "write =="},
    Symbol{"!==", TokenKind::NotEqual, "syntax", "write !="},
    Symbol{"&&", TokenKind::And, "", ""},
    Symbol{"||", TokenKind::Or, "", ""},
    Symbol{"==", TokenKind::Equal, "", ""},
    Symbol{"!=", TokenKind::NotEqual, "", ""},
    Symbol{"<=", TokenKind::LessEqual, "", ""},
    Symbol{">=", TokenKind::GreaterEqual, "", ""},
    Symbol{"=<", TokenKind::LessEqual, "syntax", "write <="},
    Symbol{"=>", TokenKind::GreaterEqual, "syntax", "write >="},
    Symbol{"<>", TokenKind::NotEqual, "syntax", "write !="},
    Symbol{"=", TokenKind::Equal, "assignment", "write =="},
    Symbol{"&", TokenKind::And, "syntax", "write &&"},
    Symbol{"|", TokenKind::Or, "syntax", "write ||"},
    Symbol{"!", TokenKind::Not, "", ""},
    Symbol{"<", TokenKind::Less, "", ""},
    Symbol{">", TokenKind::Greater, "", ""},
    Symbol{"+", TokenKind::Plus, "", ""},
    Symbol{"-", TokenKind::Minus, "", ""},
    Symbol{"*", TokenKind::Star, "", ""},
    Symbol{"/", TokenKind::Slash, "", ""},
    Symbol{"?", TokenKind::Question, "", ""},
    Symbol{":", TokenKind::Colon, "", ""},
    Symbol{",", TokenKind::Comma, "", ""},
    Symbol{"(", TokenKind::LeftParen, "", ""},
    Symbol{")", TokenKind::RightParen, "", ""},
    Symbol{"[", TokenKind::LeftBracket, "", ""},
    Symbol{"]", TokenKind::RightBracket, "", ""},
};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isBlank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

TokenKind kindOfName(std::string_view name) {
  if (name == "and") return TokenKind::And;
  if (name == "or") return TokenKind::Or;
  if (name == "not") return TokenKind::Not;
  if (name == "in") return TokenKind::In;
  if (name == "true") return TokenKind::True;
  if (name == "false") return TokenKind::False;
  return TokenKind::Name;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Lexed run() {
    while (at_ < text_.size()) next();
    add(TokenKind::End, text_.size(), 0);
    return std::move(lexed_);
  }

 private:
  void next() {
    const Character character = characterAt(text_, at_);
    if (character.length == 0)
      return giveUp("not-utf8", 1, "the text is not UTF-8", "save the file as UTF-8");
    if (isBlank(character.code)) {
      ++at_;
    } else if (isDigit(text_[at_])) {
      number();
    } else if (startsName(character.code)) {
      name();
    } else if (text_[at_] == '"') {
      textLiteral("\"", "\"");
    } else if (!symbol()) {
      foreign(character);
    }
  }

  void number() {
    if (dateWithoutQuotes()) return;
    std::size_t end = at_, digits = 0, points = 0, decimals = 0;
    while (end < text_.size() && (isDigit(text_[end]) || text_[end] == '.')) {
      const bool point = text_[end++] == '.';
      points += point ? 1 : 0;
      digits += point ? 0 : 1;
      decimals += !point && points > 0 ? 1 : 0;
    }
    while (end < text_.size()) {
      const Character more = characterAt(text_, end);
      if (more.length == 0 || !continuesName(more.code)) break;
      end += more.length;
      points = 2;
    }
    const std::size_t length = end - at_;
    if (points > 1 || (points == 1 && decimals == 0)) {
      report("bad-number", length, '"' + std::string(text_.substr(at_, length)) + "\" is not a number",
             "numbers are written 12 or 12.50");
    } else if (digits > kMostDigits) {
      report("bad-number", length, "a number has at most 15 digits", "");
    }
    double value = 0;
    std::from_chars(text_.data() + at_, text_.data() + end, value);
    add(TokenKind::Number, at_, length).number = value;
    at_ = end;
  }

  bool dateWithoutQuotes() {
    const std::string_view date = text_.substr(at_, kDateLength);
    if (!model::parseDate(date) || (at_ + kDateLength < text_.size() && isDigit(text_[at_ + kDateLength])))
      return false;
    report("bad-date", kDateLength, "a day needs date(...) around it",
           "write date(\"" + std::string(date) + "\")");
    add(TokenKind::Date, at_, kDateLength);
    at_ += kDateLength;
    return true;
  }

  /// Letters, then letters and digits; segments of that kind joined by dots.
  void name() {
    std::size_t end = at_;
    while (end < text_.size()) {
      const Character character = characterAt(text_, end);
      const bool dot =
          character.code == '.' && end + 1 < text_.size() && continuesName(characterAt(text_, end + 1).code);
      if (character.length == 0 || (!dot && !continuesName(character.code))) break;
      end += character.length;
    }
    add(kindOfName(text_.substr(at_, end - at_)), at_, end - at_);
    at_ = end;
  }

  /// `open` has been seen at the current place.
  void textLiteral(std::string_view open, std::string_view close) {
    std::string content;
    std::size_t end = at_ + open.size();
    for (;;) {
      if (end >= text_.size()) return unclosed();
      const Character character = characterAt(text_, end);
      if (character.length == 0)
        return giveUp("not-utf8", 1, "the text is not UTF-8", "save the file as UTF-8");
      if (character.code < 0x20 || character.code == 0x7F)
        reportAt(end, "bad-character", 1, "a text must not hold a control character", "");
      const bool closed = text_.substr(end).starts_with(close);
      if (closed || (text_[end] == '"' && open != "'")) {
        end += closed ? close.size() : 1;
        break;
      }
      const bool escaped = character.code == '\\' && end + 1 < text_.size() &&
                           (text_[end + 1] == '"' || text_[end + 1] == '\\');
      if (escaped) ++end;
      const std::size_t length = escaped ? 1 : character.length;
      content += text_.substr(end, length);
      end += length;
    }
    add(TokenKind::Text, at_, end - at_).text = content;
    at_ = end;
  }

  void unclosed() {
    giveUp("syntax", text_.size() - at_, "this text is not closed", "write \" at its end");
    at_ = text_.size();
  }

  bool symbol() {
    if (widePair(text_.substr(at_, 1), 1)) return true;
    for (const Symbol& symbol : kSymbols) {
      if (!text_.substr(at_).starts_with(symbol.text)) continue;
      const std::size_t length = symbol.text.size();
      if (symbol.code == "assignment")
        report("assignment", length, "= is not a comparison", std::string(symbol.hint));
      else if (!symbol.code.empty())
        report("syntax", length, std::string(symbol.text) + " is not an operator", std::string(symbol.hint));
      add(symbol.kind, at_, length);
      at_ += length;
      return true;
    }
    return false;
  }

  /// An operator of two characters that is full-width in one or both: `first`, of `length` bytes, stands
  /// here.
  bool widePair(std::string_view first, std::size_t length) {
    const std::size_t next = at_ + length;
    if (next >= text_.size()) return false;
    const Character second = characterAt(text_, next);
    const bool wide = !replacementOf(second.code).empty();
    if (!wide && length == 1) return false;
    std::string pair(first);
    pair += wide ? replacementOf(second.code) : text_.substr(next, second.length);
    const Symbol* symbol = findSymbol(pair);
    if (!symbol || pair.size() != 2) return false;
    const std::size_t both = length + second.length;
    report("bad-character", both,
           '"' + std::string(text_.substr(at_, both)) + "\" is not written like this in rules",
           "write " + pair);
    add(symbol->kind, at_, both);
    at_ += both;
    return true;
  }

  /// A symbol of the language, or `=`.
  static const Symbol* findSymbol(std::string_view text) {
    for (const Symbol& symbol : kSymbols)
      if (symbol.text == text && (symbol.code.empty() || text == "=")) return &symbol;
    return nullptr;
  }

  /// A character that is not of the language: read as the one it looks like, if there is one.
  void foreign(Character character) {
    const std::string_view bytes = text_.substr(at_, character.length);
    const std::string_view instead = character.code == '\'' ? "\"" : replacementOf(character.code);
    const std::string message = quoted(character.code, bytes) + " is not a character of rules";
    if (instead.empty() && isInvisible(character.code)) {
      report("bad-character", character.length, message, "remove it, it is invisible");
      at_ += character.length;
      return;
    }
    if (instead.empty()) return giveUp("bad-character", character.length, message, hintForForeign());
    if (instead == " ") {
      report("bad-character", character.length, message, "write an ordinary space");
      at_ += character.length;
      return;
    }
    if (widePair(instead, character.length)) return;
    report("bad-character", character.length, message,
           "write " + std::string(instead == "=" ? "==" : instead));
    if (instead == "\"") return textLiteral(bytes, closingQuote(character.code, bytes));
    const Symbol* symbol = findSymbol(instead);
    if (symbol) add(symbol->kind, at_, character.length);
    lexed_.reliable = lexed_.reliable && symbol;
    at_ += character.length;
  }

  std::string hintForForeign() const {
    const bool fraction = text_[at_] == '.' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]);
    return fraction ? "a number starts with a digit: 0.5" : "";
  }

  static std::string_view closingQuote(char32_t open, std::string_view bytes) {
    switch (open) {
      case 0x201C:
        return "\xE2\x80\x9D";
      case 0x2018:
        return "\xE2\x80\x99";
      case 0x300C:
        return "\xE3\x80\x8D";
      case 0x300E:
        return "\xE3\x80\x8F";
      default:
        return bytes;
    }
  }

  Token& add(TokenKind kind, std::size_t offset, std::size_t length) {
    lexed_.tokens.push_back({kind, offset, length, std::string(text_.substr(offset, length)), 0});
    return lexed_.tokens.back();
  }

  void report(std::string code, std::size_t length, std::string message, std::string hint) {
    reportAt(at_, std::move(code), length, std::move(message), std::move(hint));
  }

  void reportAt(std::size_t offset, std::string code, std::size_t length, std::string message,
                std::string hint) {
    if (lexed_.problems.size() < kMostProblems)
      lexed_.problems.push_back({std::move(code), offset, length, std::move(message), std::move(hint)});
  }

  void giveUp(std::string code, std::size_t length, std::string message, std::string hint) {
    report(std::move(code), length, std::move(message), std::move(hint));
    lexed_.reliable = false;
    at_ += length;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Lexed lexed_;
};

}  // namespace

Lexed lex(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace lixiao::rules

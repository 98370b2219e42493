#include <optional>

#include "rules/rule.h"
#include "rules/syntax.h"

namespace lixiao::rules {
namespace {

using Form = Syntax::Form;

bool isComparison(TokenKind kind) {
  return kind >= TokenKind::Equal && kind <= TokenKind::GreaterEqual;
}

/// A word that was meant as an operator: `AND`.
std::string operatorHint(const Token& token) {
  std::string lower;
  for (char c : token.text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "and" || lower == "or" || lower == "in" || lower == "not") return "write " + lower;
  if (lower == "is" || lower == "equals") return "write ==";
  return {};
}

/// Recursive descent. Stops at the first violation of the grammar by throwing `Stop`, which never leaves
/// `run`.
class Parser {
 public:
  Parser(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  Parsed run() {
    Parsed parsed;
    try {
      if (tokens_.size() == 1) fail(here(), "the rule is empty", "write true for a rule that always holds");
      parsed.root = conditional();
      if (here().kind != TokenKind::End) leftOver();
    } catch (const Stop&) {
      parsed.root.reset();
    }
    parsed.problems = std::move(problems_);
    return parsed;
  }

 private:
  struct Stop {};

  /// Counts how deep the nesting is, for as long as it lives.
  class Level {
   public:
    Level(Parser& parser, const Token& at) : parser_(parser) {
      if (++parser_.depth_ <= kMaxRuleDepth) return;
      --parser_.depth_;
      parser_.report("too-deep", at, "the rule is nested more than 100 deep",
                     "give a part of it a name under conditions");
      throw Stop{};
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  const Token& here() const { return tokens_[at_]; }
  const Token& take() { return tokens_[here().kind == TokenKind::End ? at_ : at_++]; }
  bool accept(TokenKind kind) {
    if (here().kind != kind) return false;
    ++at_;
    return true;
  }

  SyntaxPtr conditional() {
    SyntaxPtr condition = chain(TokenKind::Or);
    if (here().kind != TokenKind::Question) return condition;
    const Level level(*this, here());
    const Token question = take();
    SyntaxPtr yes = conditional();
    if (!accept(TokenKind::Colon)) fail(question, "this ? has no :", "write condition ? value : other value");
    SyntaxPtr no = conditional();
    return join(Form::Choose, std::move(condition), std::move(yes), std::move(no));
  }

  /// `a || b || c` is one node with three sides; so is a chain of `&&`, which binds tighter.
  SyntaxPtr chain(TokenKind symbol) {
    const auto side = [&] { return symbol == TokenKind::Or ? chain(TokenKind::And) : comparison(); };
    SyntaxPtr first = side();
    if (here().kind != symbol) return first;
    SyntaxPtr node = join(symbol == TokenKind::Or ? Form::Or : Form::And, std::move(first));
    while (accept(symbol)) extend(*node, side());
    return node;
  }

  SyntaxPtr comparison() {
    SyntaxPtr left = sum();
    if (!isComparison(here().kind) && here().kind != TokenKind::In) return notIn(std::move(left));
    SyntaxPtr node = compared(std::move(left));
    while (isComparison(here().kind) || here().kind == TokenKind::In) node = chained(std::move(node));
    return node;
  }

  SyntaxPtr compared(SyntaxPtr left) {
    const Token symbol = take();
    if (symbol.kind == TokenKind::In) return membership(std::move(left));
    SyntaxPtr node = join(Form::Compare, std::move(left), sum());
    node->symbol = symbol.kind;
    return node;
  }

  /// `1 < x < 2`: reported, then read as a node that has no type.
  SyntaxPtr chained(SyntaxPtr left) {
    const Token symbol = here();
    SyntaxPtr node = compared(nullptr);
    const Syntax& right = *node->args.back();
    if (left->form != Form::Broken) {
      const Syntax& middle = *left->args.back();
      std::string hint = "use parentheses";
      const bool ordering = left->form == Form::Compare && left->symbol >= TokenKind::Less;
      if (ordering && symbol.kind >= TokenKind::Less && symbol.kind <= TokenKind::GreaterEqual)
        hint = "write " + outerText(*left) + " && " + outerText(middle) + " " + symbol.text + " " +
               outerText(right);
      report("chained-comparison", symbol, "comparisons do not chain", std::move(hint));
    }
    node->form = Form::Broken;
    node->args.insert(node->args.begin(), std::move(left));
    span(*node);
    return node;
  }

  SyntaxPtr notIn(SyntaxPtr left) {
    if (here().kind == TokenKind::Not && tokens_[at_ + 1].kind == TokenKind::In)
      fail(here(), "not in is not an operator", "write !(" + outerText(*left) + " in [...])");
    return left;
  }

  SyntaxPtr within(SyntaxPtr value) {
    auto node = std::make_unique<Syntax>();
    node->form = Form::Within;
    if (value) node->args.push_back(std::move(value));
    node->args.push_back(leaf(Form::Name));
    span(*node);
    return node;
  }

  SyntaxPtr membership(SyntaxPtr value) {
    const Token open = here();
    if (open.kind == TokenKind::Name && tokens_[at_ + 1].kind != TokenKind::LeftParen)
      return within(std::move(value));
    if (!accept(TokenKind::LeftBracket))
      fail(open, "a list in [ ] must follow in", "write in [\"a\", \"b\"]");
    const Level level(*this, open);
    auto node = std::make_unique<Syntax>();
    node->form = Form::In;
    if (value) node->args.push_back(std::move(value));
    if (here().kind == TokenKind::RightBracket) fail(here(), "the list is empty", "");
    do node->args.push_back(conditional());
    while (accept(TokenKind::Comma));
    const Token close = here();
    if (!accept(TokenKind::RightBracket)) unclosed(open, "[");
    span(*node);
    extendTo(*node, close);
    return node;
  }

  SyntaxPtr sum() {
    SyntaxPtr left = product();
    while (here().kind == TokenKind::Plus || here().kind == TokenKind::Minus) {
      const TokenKind symbol = take().kind;
      left = join(Form::Arithmetic, std::move(left), product());
      left->symbol = symbol;
    }
    return left;
  }

  SyntaxPtr product() {
    SyntaxPtr left = unary();
    while (here().kind == TokenKind::Star || here().kind == TokenKind::Slash) {
      const TokenKind symbol = take().kind;
      left = join(Form::Arithmetic, std::move(left), unary());
      left->symbol = symbol;
    }
    return left;
  }

  SyntaxPtr unary() {
    const Token symbol = here();
    if (symbol.kind != TokenKind::Not && symbol.kind != TokenKind::Minus) return primary();
    const Level level(*this, symbol);
    take();
    SyntaxPtr node = join(symbol.kind == TokenKind::Not ? Form::Not : Form::Negate, unary());
    node->length += node->offset - symbol.offset;
    node->offset = node->outer_begin = symbol.offset;
    return node;
  }

  SyntaxPtr primary() {
    const Token token = here();
    switch (token.kind) {
      case TokenKind::Number:
        return leaf(Form::Number);
      case TokenKind::Text:
        return leaf(Form::Text);
      case TokenKind::Date:
        return leaf(Form::Date);
      case TokenKind::True:
      case TokenKind::False:
        return leaf(Form::Boolean);
      case TokenKind::LeftParen:
        return parenthesised();
      case TokenKind::Name:
        return tokens_[at_ + 1].kind == TokenKind::LeftParen ? call() : leaf(Form::Name);
      default:
        break;
    }
    if (token.kind == TokenKind::End) fail(token, "the rule ends too early", "");
    if (token.kind == TokenKind::RightParen) fail(token, "something is missing before this )", "");
    if (token.kind == TokenKind::LeftBracket) fail(token, "a list stands only after in", "write x in [...]");
    fail(token, "something is missing before " + token.text, "");
  }

  SyntaxPtr leaf(Form form) {
    const Token& token = take();
    auto node = std::make_unique<Syntax>();
    node->form = form;
    node->text = token.text;
    node->number = form == Form::Boolean ? (token.kind == TokenKind::True ? 1 : 0) : token.number;
    node->offset = node->outer_begin = token.offset;
    node->length = token.length;
    node->outer_end = token.offset + token.length;
    return node;
  }

  SyntaxPtr parenthesised() {
    const Token open = take();
    const Level level(*this, open);
    SyntaxPtr node = conditional();
    const Token close = here();
    if (!accept(TokenKind::RightParen)) unclosed(open, "(");
    node->outer_begin = open.offset;
    node->outer_end = close.offset + close.length;
    return node;
  }

  SyntaxPtr call() {
    const Token name = take();
    const Token open = take();
    const Level level(*this, open);
    auto node = std::make_unique<Syntax>();
    node->form = Form::Call;
    node->text = name.text;
    if (here().kind != TokenKind::RightParen) {
      do node->args.push_back(conditional());
      while (accept(TokenKind::Comma));
    }
    const Token close = here();
    if (!accept(TokenKind::RightParen)) unclosed(open, "(");
    node->offset = node->outer_begin = name.offset;
    extendTo(*node, close);
    return node;
  }

  /// A missing bracket, or something between two operands that is no operator.
  [[noreturn]] void unclosed(const Token& open, const std::string& bracket) {
    if (here().kind == TokenKind::End) fail(open, "this " + bracket + " is not closed", "");
    leftOver();
  }

  [[noreturn]] void leftOver() {
    const Token& token = here();
    if (token.kind == TokenKind::Comma)
      fail(token, "a comma stands only in lists and between arguments", "write && or ||");
    if (token.kind == TokenKind::RightParen) fail(token, "this ) has no (", "");
    if (token.kind == TokenKind::RightBracket) fail(token, "this ] has no [", "");
    if (token.kind == TokenKind::Colon) fail(token, "this : has no ?", "");
    fail(token, "an operator is missing before " + token.text, operatorHint(token));
  }

  template <typename... Sides>
  SyntaxPtr join(Form form, Sides... sides) {
    auto node = std::make_unique<Syntax>();
    node->form = form;
    (addSide(*node, std::move(sides)), ...);
    span(*node);
    return node;
  }

  static void addSide(Syntax& node, SyntaxPtr side) {
    if (side) node.args.push_back(std::move(side));
  }

  static void extend(Syntax& node, SyntaxPtr side) {
    node.args.push_back(std::move(side));
    span(node);
  }

  /// A node reaches from its first part to its last.
  static void span(Syntax& node) {
    node.offset = node.outer_begin = node.args.front()->outer_begin;
    node.outer_end = node.args.back()->outer_end;
    node.length = node.outer_end - node.offset;
  }

  static void extendTo(Syntax& node, const Token& close) {
    node.outer_end = close.offset + close.length;
    node.length = node.outer_end - node.offset;
  }

  std::string outerText(const Syntax& node) const {
    return std::string(text_.substr(node.outer_begin, node.outer_end - node.outer_begin));
  }

  void report(std::string code, const Token& at, std::string message, std::string hint) {
    problems_.push_back(
        {std::move(code), at.offset, at.length > 0 ? at.length : 1, std::move(message), std::move(hint)});
  }

  [[noreturn]] void fail(const Token& at, std::string message, std::string hint) {
    report("syntax", at, std::move(message), std::move(hint));
    throw Stop{};
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<Problem> problems_;
};

}  // namespace

Parsed parse(std::string_view text, const Lexed& lexed) {
  return Parser(text, lexed.tokens).run();
}

}  // namespace lixiao::rules

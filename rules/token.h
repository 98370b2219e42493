#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/scope.h"

namespace lixiao::rules {

enum class TokenKind : std::uint8_t {
  Number,
  Text,
  Date,
  Name,
  True,
  False,
  And,
  Or,
  Not,
  In,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Plus,
  Minus,
  Star,
  Slash,
  Question,
  Colon,
  Comma,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::size_t offset = 0;  ///< bytes
  std::size_t length = 0;
  std::string text;   ///< a text's content; otherwise as written
  double number = 0;  ///< of a number
};

struct Lexed {
  std::vector<Token> tokens;  ///< always ends with End
  std::vector<Problem> problems;
  bool reliable = true;  ///< false: a character had no meaning at all, so the grammar is not worth checking
};

/// Splits `text` into tokens. A character that only looks like one of the language is reported and read as
/// the one it stands for, so that the rest of the rule is checked too.
Lexed lex(std::string_view text);

}  // namespace lixiao::rules

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rules/token.h"

namespace lixiao::rules {

/// What a rule says before anything is known of its names: the untyped tree.
struct Syntax {
  enum class Form : std::uint8_t {
    Number,
    Text,
    Date,
    Boolean,
    Name,
    Not,
    Negate,
    And,
    Or,  ///< two or more sides
    Compare,
    Arithmetic,
    In,      ///< the value, then the list
    Within,  ///< a word, then the name of what may hold several
    Choose,
    Call,    ///< `text` is the function
    Broken,  ///< reported already; its parts are still worth checking
  };
  Form form = Form::Broken;
  TokenKind symbol = TokenKind::End;  ///< of Compare and Arithmetic
  std::size_t offset = 0;             ///< bytes, without parentheses around it
  std::size_t length = 0;
  std::size_t outer_begin = 0;  ///< with the parentheses around it
  std::size_t outer_end = 0;
  std::string text;  ///< of Text the content; of Name and Call the name
  double number = 0;
  std::vector<std::unique_ptr<Syntax>> args;
};
using SyntaxPtr = std::unique_ptr<Syntax>;

struct Parsed {
  SyntaxPtr root;  ///< empty when the grammar is violated
  std::vector<Problem> problems;
};

/// `text` is what `lexed` was made from.
Parsed parse(std::string_view text, const Lexed& lexed);

}  // namespace lixiao::rules

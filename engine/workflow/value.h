#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/value.h"
#include "engine/workflow/workflow.h"
#include "rules/row.h"
#include "rules/type.h"

namespace lixiao::workflow {

/// Whether the value is of the type; unknown is of every type, an enum's word must be one of its words.
bool fits(const rules::Type& type, const model::Value& value);

// The same for facts, which may hold several words.

/// Several words stand in their canonical form.
bool fits(const FactSpec& fact, const model::Value& value);
/// As parseValue of the fact's type. Several words may be divided by `;`, `；`, `、`, `,` or `，`.
std::optional<model::Value> parseFact(const FactSpec& fact, std::string_view text);
/// The canonical value of several words: divided by `;`, in the order of the enum, each once. Unknown for
/// none; nothing when one is not a word of the fact.
std::optional<model::Value> valueOfWords(const FactSpec& fact, const std::vector<std::string>& words);
/// Of a fact with several words; unknown when the value is.
rules::Truth holdsWord(const model::Value& value, std::string_view word);

}  // namespace lixiao::workflow

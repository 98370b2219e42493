#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lixiao::web::pages {

/// A line of what somebody pasted: a number and what stood behind it.
struct PastedLine {
  std::size_t row = 0;  ///< from 1, blank lines count
  std::string number;   ///< half-width, without blanks inside
  std::vector<std::string> rest;
};

/// Lines of `number`, `number,more` or cells parted by tabs, as copied from a spreadsheet or a chat. Commas
/// and semicolons may be Chinese. With `cells` 2 all that follows the number is one text, commas included.
std::vector<PastedLine> readPasted(std::string_view text, std::size_t cells);

}  // namespace lixiao::web::pages

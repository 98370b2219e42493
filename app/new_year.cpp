#include "app/new_year.h"

#include <cctype>
#include <chrono>
#include <cstdio>
#include <regex>

namespace lixiao::app {
namespace {

/// Where the comment of a line begins, or its end. Quotes are followed within the line.
std::size_t commentStart(std::string_view line) {
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote != 0) {
      const bool doubled = quote == '\'' && c == quote && line.substr(at + 1).starts_with('\'');
      if (doubled || (quote == '"' && c == '\\'))
        ++at;
      else if (c == quote)
        quote = 0;
    } else if (c == '#' && (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t')) {
      return at;
    } else if ((c == '"' || c == '\'') &&
               (at == 0 || std::string_view(" \t[{,:(!=<>").find(line[at - 1]) != std::string_view::npos)) {
      quote = c;
    }
  }
  return line.size();
}

bool isWordPart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Whether nothing before or after makes the digits part of something longer.
bool standsAlone(std::string_view text, std::size_t begin, std::size_t end) {
  const auto digit = [&](std::size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
  };
  if (begin > 0 && (isWordPart(text[begin - 1]) || (text[begin - 1] == '.' && begin > 1 && digit(begin - 2))))
    return false;
  if (end < text.size() && isWordPart(text[end])) return false;
  return !(end < text.size() && text[end] == '.' && digit(end + 1));
}

std::string shiftedDate(int year, unsigned month, unsigned day, int by) {
  using namespace std::chrono;
  year_month_day shifted = std::chrono::year(year + by) / std::chrono::month(month) / std::chrono::day(day);
  if (month == 2 && day == 29 && !shifted.ok()) shifted = shifted.year() / February / 28;
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(shifted.year()),
                static_cast<unsigned>(shifted.month()), static_cast<unsigned>(shifted.day()));
  return text;
}

/// What stands in the place of one match of the expression below.
std::string replacement(const std::smatch& match, bool alone, int from, int to) {
  const auto number = [&](std::size_t group) { return std::stoi(match.str(group)); };
  const int by = to - from;
  if (match[1].matched) {
    const bool may_follow = alone || (match.suffix().length() > 0 && *match.suffix().first == 'T');
    return may_follow ? shiftedDate(number(1), static_cast<unsigned>(number(2)),
                                    static_cast<unsigned>(number(3)), by)
                      : match.str();
  }
  if (!alone) return match.str();
  if (match[4].matched) {
    const bool school_year = number(6) == number(4) + 1 && (number(4) == from || number(6) == from);
    return school_year ? std::to_string(number(4) + by) + match.str(5) + std::to_string(number(6) + by)
                       : match.str();
  }
  return number(7) == from ? std::to_string(to) : match.str();
}

std::string shiftCode(const std::string& code, int from, int to) {
  static const std::regex expression(R"((\d{4})-(\d{2})-(\d{2})|(\d{4})(-|/|–|至)(\d{4})|(\d{4}))");
  std::string result;
  std::size_t done = 0;
  for (std::sregex_iterator at(code.begin(), code.end(), expression), end; at != end; ++at) {
    const auto begin = static_cast<std::size_t>(at->position());
    const std::size_t after = begin + static_cast<std::size_t>(at->length());
    result.append(code, done, begin - done);
    result += replacement(*at, standsAlone(code, begin, after), from, to);
    done = after;
  }
  return result.append(code, done);
}

}  // namespace

std::string shiftYear(std::string_view yaml, int from, int to) {
  std::string result;
  while (!yaml.empty()) {
    const std::size_t end = yaml.find('\n');
    const std::string_view line = yaml.substr(0, end == std::string_view::npos ? end : end + 1);
    const std::size_t comment = commentStart(line);
    result += shiftCode(std::string(line.substr(0, comment)), from, to);
    result += line.substr(comment);
    yaml.remove_prefix(line.size());
  }
  return result;
}

std::string newYearHead(int from, int to) {
  const std::string old_year = std::to_string(from);
  const std::string new_year = std::to_string(to);
  return "# " + new_year + ": written from " + old_year +
         " by `lixiao new-year`. Every date is the same day of " + new_year +
         ", so it falls on\n# another weekday: look at each, and at the holidays. Comments are those of " +
         old_year + ".\n\n";
}

}  // namespace lixiao::app

#include "engine/tabular/table.h"

#include <limits>

#include "engine/tabular/clean.h"
#include "engine/tabular/csv_reader.h"
#include "engine/tabular/encoding.h"
#include "engine/tabular/xlsx_reader.h"

namespace lixiao::tabular {
namespace {

using model::LocalizedText;
using model::Message;

ReadResult refuse(const Limits& limits, std::size_t row, Message message) {
  ReadResult result{{}, Problems(limits.max_problems)};
  result.problems.error(row, 0, "", std::move(message));
  return result;
}

/// Why bytes that begin like this are no table, or nothing.
Message knownForeigner(std::string_view bytes, const std::string& file_name) {
  const LocalizedText name(file_name);
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return {"{0} is an old or a password-protected workbook; save it as .xlsx without a password, or as CSV",
            {name}};
  if (bytes.starts_with("%PDF")) return {"{0} is a PDF; hand in the table itself as .xlsx or CSV", {name}};
  const std::string_view start = trim(bytes.substr(0, 512));
  if (start.starts_with('<'))
    return {"{0} is a web page or XML, not a table; open it in a spreadsheet program and save it as .xlsx",
            {name}};
  return {};
}

}  // namespace

Limits Limits::trusted() {
  constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
  Limits limits;
  limits.max_bytes = limits.max_unpacked_bytes = limits.max_entries = limits.max_rows = limits.max_cells =
      kAny;
  limits.max_columns = 1000;
  return limits;
}

ReadResult readTable(std::string_view bytes, const std::string& file_name, const ReadOptions& options) {
  const Limits& limits = options.limits;
  if (bytes.empty()) return refuse(limits, 0, {"{0} is empty", {LocalizedText(file_name)}});
  if (bytes.size() > limits.max_bytes)
    return refuse(limits, 0,
                  {"{0} is larger than {1} MiB",
                   {LocalizedText(file_name), LocalizedText(std::to_string(limits.max_bytes >> 20))}});
  if (bytes.starts_with("PK")) return readXlsx(bytes, file_name, options);
  if (Message message = knownForeigner(bytes, file_name); !message.empty())
    return refuse(limits, 0, std::move(message));
  const Decoded decoded = decodeText(bytes);
  if (decoded.problem) return refuse(limits, decoded.line, *decoded.problem);
  return readCsv(decoded.text, file_name, options);
}

}  // namespace lixiao::tabular

#include "engine/tabular/xlsx_writer.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace lixiao::tabular {
namespace {

constexpr std::size_t kMostBytes = 32'767;  // a cell holds as many characters
constexpr lxw_row_t kMostRows = 1'048'576;
constexpr std::size_t kMostColumns = 16'384;
constexpr double kNarrow = 8;
constexpr double kWide = 60;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::string_view cut(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  std::size_t end = most_bytes;
  while (end > 0 && continues(text[end])) --end;
  return text.substr(0, end);
}

bool isHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Whether readers would take what stands at `at` for an escaped character: `_x0041_`.
bool looksEscaped(std::string_view text, std::size_t at) {
  return at + 7 <= text.size() && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_' &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                     text.begin() + static_cast<std::ptrdiff_t>(at) + 6, isHex);
}

/// As the library wants it: without NUL, and escaped where a reader would unescape.
std::string cellText(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\0') continue;
    if (looksEscaped(text, at)) clean += "_x005F";
    clean += text[at];
  }
  return clean;
}

/// In columns of a Latin letter; what is not ASCII takes two.
double widthOf(std::string_view text) {
  double width = 0;
  for (const char c : text) {
    if (c == '\n') break;
    if (continues(c)) continue;
    width += static_cast<unsigned char>(c) < 0x80U ? 1 : 2;
  }
  return width;
}

std::string sheetName(std::string_view name) {
  constexpr std::string_view kForbidden = "[]:*?/\\";
  std::string clean;
  std::size_t characters = 0;
  for (const char c : name) {
    if (!continues(c) && ++characters > 31) break;
    clean += kForbidden.find(c) == std::string_view::npos ? c : '-';
  }
  while (!clean.empty() && clean.front() == '\'') clean.erase(0, 1);
  while (!clean.empty() && clean.back() == '\'') clean.pop_back();
  return clean.empty() ? "Sheet" : clean;
}

/// A file in memory that has a path while it lives.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::runtime_error("a workbook cannot be made: no file in memory");
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  std::string bytes() const {
    struct stat about {};
    if (fstat(descriptor_, &about) != 0) throw std::runtime_error("a workbook cannot be read back");
    std::string all(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t done = 0;
    while (done < all.size()) {
      const ssize_t got = pread(descriptor_, all.data() + done, all.size() - done, static_cast<off_t>(done));
      if (got <= 0) throw std::runtime_error("a workbook cannot be read back");
      done += static_cast<std::size_t>(got);
    }
    return all;
  }

 private:
  int descriptor_;
};

void must(lxw_error error) {
  if (error != LXW_NO_ERROR)
    throw std::runtime_error(std::string("a workbook cannot be made: ") + lxw_strerror(error));
}

}  // namespace

class XlsxWriter::Impl {
 public:
  explicit Impl(model::Instant made) : book_(workbook_new(file_.path().c_str())) {
    if (book_ == nullptr) throw std::runtime_error("a workbook cannot be made");
    lxw_doc_properties properties{};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(made.time_since_epoch());
    properties.created = std::max<time_t>(static_cast<time_t>(seconds.count()), 1);
    workbook_set_properties(book_, &properties);
    text_ = workbook_add_format(book_);
    format_set_num_format(text_, "@");
    title_ = workbook_add_format(book_);
    format_set_num_format(title_, "@");
    format_set_bold(title_);
    format_set_bottom(title_, LXW_BORDER_THIN);
    percent_ = workbook_add_format(book_);
    format_set_num_format(percent_, "0.0%");
    constexpr std::array<const char*, 7> kDecimals = {"0",      "0.0",     "0.00",    "0.000",
                                                      "0.0000", "0.00000", "0.000000"};
    for (std::size_t i = 0; i < kDecimals.size(); ++i) {
      decimals_[i] = workbook_add_format(book_);
      format_set_num_format(decimals_[i], kDecimals[i]);
    }
  }
  ~Impl() {
    if (book_ != nullptr) workbook_close(book_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void sheet(std::string_view name) {
    endSheet();
    sheet_ = workbook_add_worksheet(book_, sheetName(name).c_str());
    if (sheet_ == nullptr) throw std::runtime_error("a workbook cannot have two sheets of one name");
    row_ = 0;
    column_ = 0;
    widths_.clear();
  }

  void header(const std::vector<std::string>& titles) {
    for (const std::string& each : titles) write(each, title_);
    endRow();
    worksheet_freeze_panes(open(), row_, 0);
  }

  void text(std::string_view cell) { write(cell, text_); }
  void number(double cell, lxw_format* format, double width) {
    must(worksheet_write_number(open(), row_, next(width), cell, format));
  }
  lxw_format* decimals(int count) const { return decimals_.at(static_cast<std::size_t>(count)); }
  lxw_format* percents() const { return percent_; }

  void endRow() {
    open();
    ++row_;
    column_ = 0;
  }

  std::string finish() {
    endSheet();
    sheet_ = nullptr;
    lxw_workbook* book = std::exchange(book_, nullptr);
    must(workbook_close(book));
    return file_.bytes();
  }

 private:
  lxw_worksheet* open() const {
    if (sheet_ == nullptr) throw std::logic_error("a workbook's row outside of a sheet");
    if (row_ >= kMostRows) throw std::length_error("a sheet holds at most 1,048,576 rows");
    return sheet_;
  }

  lxw_col_t next(double width) {
    if (column_ >= kMostColumns) throw std::length_error("a sheet holds at most 16,384 columns");
    if (widths_.size() <= column_) widths_.resize(column_ + 1, kNarrow);
    widths_[column_] = std::max(widths_[column_], std::min(width + 2, kWide));
    return static_cast<lxw_col_t>(column_++);
  }

  void write(std::string_view cell, lxw_format* format) {
    const std::string clean = cellText(cut(cell, kMostBytes / 2));
    lxw_worksheet* sheet = open();
    const lxw_row_t row = row_;
    const lxw_col_t column = next(widthOf(clean));
    if (!clean.empty()) must(worksheet_write_string(sheet, row, column, clean.c_str(), format));
  }

  void endSheet() {
    if (sheet_ == nullptr) return;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      must(worksheet_set_column(sheet_, column, column, widths_[i], nullptr));
    }
  }

  MemoryFile file_;
  lxw_workbook* book_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format *text_ = nullptr, *title_ = nullptr, *percent_ = nullptr;
  std::array<lxw_format*, 7> decimals_{};
  lxw_row_t row_ = 0;
  std::size_t column_ = 0;
  std::vector<double> widths_;
};

XlsxWriter::XlsxWriter(model::Instant made) : impl_(std::make_unique<Impl>(made)) {}
XlsxWriter::~XlsxWriter() = default;

XlsxWriter& XlsxWriter::sheet(std::string_view name) {
  impl_->sheet(name);
  return *this;
}

void XlsxWriter::header(const std::vector<std::string>& titles) {
  impl_->header(titles);
}

XlsxWriter& XlsxWriter::text(std::string_view cell) {
  impl_->text(cell);
  return *this;
}

XlsxWriter& XlsxWriter::number(std::int64_t cell) {
  impl_->number(static_cast<double>(cell), impl_->decimals(0),
                static_cast<double>(std::to_string(cell).size()));
  return *this;
}

XlsxWriter& XlsxWriter::number(double cell, int decimals) {
  impl_->number(cell, impl_->decimals(decimals), static_cast<double>(std::to_string(cell).size()));
  return *this;
}

XlsxWriter& XlsxWriter::percent(double share) {
  impl_->number(share, impl_->percents(), kNarrow);
  return *this;
}

void XlsxWriter::endRow() {
  impl_->endRow();
}

std::string XlsxWriter::finish() {
  return impl_->finish();
}

}  // namespace lixiao::tabular

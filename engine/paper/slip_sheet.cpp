#include "engine/paper/slip_sheet.h"

#include <algorithm>
#include <mutex>

#include "engine/paper/pdf.h"
#include "engine/paper/qr_code.h"

namespace lixiao::paper {
namespace {

constexpr double kMargin = 48;
constexpr double kWidth = kPageWidth - 2 * kMargin;
constexpr double kFootHeight = 116, kQrSide = 104;
constexpr double kGap = 4, kCloseSize = 7.5;
constexpr TextStyle kTitle{22, true}, kPlain{10}, kSmall{8.5, false, false, 0.35},
    kHead{8.5, true, false, 0.35};

const model::LocalizedText kSlip{"离校手续结清单", "Clearance slip"};
const model::LocalizedText kAllClear{
    "经核对，该生各项离校手续均已办结。",
    "Checked: everything this student had to settle before leaving is settled."};
const model::LocalizedText kItem{"事项", "Item"}, kHow{"办结情况", "How it was settled"},
    kWhen{"时间", "When"};
const model::LocalizedText kAsOf{"数据截至", "As of"}, kCode{"验证码", "Code"};
const model::LocalizedText kScan{"扫描二维码或输入验证码，可查验本单是否有效。",
                                 "Scan the code, or type it, to see whether this slip is valid."};
const model::LocalizedText kTrialMark{"试运行", "Trial run"};

/// Sets the sheet from top to bottom, on as many pages as it takes.
class Setter {
 public:
  explicit Setter(const SlipSheet& sheet)
      : sheet_(sheet), pdf_(kSlip.zh, sheet.organisation.in(model::Language::Chinese)) {}

  std::string set() {
    background();
    head();
    fields();
    paragraph(both(kAllClear), kPlain);
    y_ += 2 * kGap;
    tableHead();
    for (const SlipSheet::Item& item : sheet_.items) row(item);
    foot();
    return pdf_.finish();
  }

 private:
  struct Column {
    double x, width;
  };
  static constexpr Column kItemColumn{kMargin, 150}, kHowColumn{kMargin + 158, 240},
      kWhenColumn{kMargin + 406, kWidth - 406};

  /// In both languages, the second in a line of its own or behind the first.
  std::string both(const model::LocalizedText& text, const char* between = "\n") const {
    const std::string& chinese = text.in(model::Language::Chinese);
    if (!sheet_.bilingual || text.en.empty() || text.en == chinese) return chinese;
    return chinese + between + text.en;
  }

  void background() {
    if (sheet_.trial) pdf_.across(both(kTrialMark, "  "));
  }

  void paragraph(const std::string& text, const TextStyle& style) {
    y_ += pdf_.text(text, kMargin, y_, kWidth, style) + kGap;
  }

  void head() {
    TextStyle centred = kPlain;
    centred.align = PANGO_ALIGN_CENTER;
    if (!sheet_.organisation.empty()) paragraph(both(sheet_.organisation, "  "), centred);
    TextStyle title = kTitle;
    title.align = PANGO_ALIGN_CENTER;
    paragraph(kSlip.zh, title);
    if (sheet_.bilingual) paragraph(kSlip.en, centred);
    paragraph(both(sheet_.edition, "  "), centred);
    y_ += 2 * kGap;
  }

  /// Two fields beside each other.
  void fields() {
    constexpr double kTitleWidth = 96, kHalf = kWidth / 2;
    for (std::size_t i = 0; i < sheet_.fields.size(); i += 2) {
      double height = 0;
      for (std::size_t column = 0; column < 2 && i + column < sheet_.fields.size(); ++column) {
        const SlipSheet::Field& field = sheet_.fields[i + column];
        const double x = kMargin + static_cast<double>(column) * kHalf;
        height = std::max(height, pdf_.text(both(field.title, " "), x, y_, kTitleWidth, kHead));
        height = std::max(height,
                          pdf_.text(field.value, x + kTitleWidth, y_ - 1.5, kHalf - kTitleWidth - 8, kPlain));
      }
      y_ += height + kGap;
    }
    y_ += kGap;
  }

  void tableHead() {
    double height = pdf_.text(both(kItem, " "), kItemColumn.x, y_, kItemColumn.width, kHead);
    height = std::max(height, pdf_.text(both(kHow, " "), kHowColumn.x, y_, kHowColumn.width, kHead));
    height = std::max(height, pdf_.text(both(kWhen, " "), kWhenColumn.x, y_, kWhenColumn.width, kHead));
    y_ += height + 2;
    pdf_.line(kMargin, y_, kMargin + kWidth, y_, 1, 0);
    y_ += kGap;
  }

  /// Two languages are set closer, so that they too find room on a page.
  void row(const SlipSheet::Item& item) {
    const double gap = sheet_.bilingual ? kGap / 2 : kGap;
    TextStyle title = kPlain, how = kSmall;
    if (sheet_.bilingual) title.size = how.size = kCloseSize;
    const double height = std::max({pdf_.heightOf(both(item.title), kItemColumn.width, title),
                                    pdf_.heightOf(both(item.how), kHowColumn.width, how),
                                    pdf_.heightOf(item.when, kWhenColumn.width, how)});
    if (y_ + height > kPageHeight - kMargin - kFootHeight) nextPage();
    pdf_.text(both(item.title), kItemColumn.x, y_, kItemColumn.width, title);
    pdf_.text(both(item.how), kHowColumn.x, y_, kHowColumn.width, how);
    pdf_.text(item.when, kWhenColumn.x, y_, kWhenColumn.width, how);
    y_ += height + gap;
    pdf_.line(kMargin, y_, kMargin + kWidth, y_, 0.4, 0.75);
    y_ += gap;
  }

  /// Each page can be checked by itself.
  void nextPage() {
    foot();
    pdf_.nextPage();
    y_ = kMargin;
    background();
    tableHead();
  }

  void foot() {
    const double top = kPageHeight - kMargin - kQrSide;
    qr(kMargin, top);
    const double x = kMargin + kQrSide + 18;
    const double width = kWidth - kQrSide - 18;
    double y = top + 8;
    y += pdf_.text(both(kAsOf, " ") + "  " + sheet_.as_of, x, y, width, kPlain) + kGap;
    y += pdf_.text(both(kCode, " "), x, y, width, kHead) + 2;
    TextStyle code = kPlain;
    code.mono = true;
    code.size = 12;
    y += pdf_.text(sheet_.code, x, y, width, code) + kGap;
    y += pdf_.text(both(kScan), x, y, width, kSmall) + 2;
    pdf_.text(sheet_.url, x, y, width, kSmall);
  }

  void qr(double x, double y) {
    const QrCode code = qrCode(sheet_.url);
    constexpr double kBorder = 4;  // white squares around it
    const double square = kQrSide / (static_cast<double>(code.size) + 2 * kBorder);
    pdf_.fill(x, y, kQrSide, kQrSide, 1);
    for (std::size_t row = 0; row < code.size; ++row)
      for (std::size_t from = 0; from < code.size; ++from) {
        if (!code.at(row, from)) continue;
        std::size_t to = from;
        while (to < code.size && code.at(row, to)) ++to;
        pdf_.fill(x + (kBorder + static_cast<double>(from)) * square,
                  y + (kBorder + static_cast<double>(row)) * square, static_cast<double>(to - from) * square,
                  square * 1.01, 0);
        from = to;
      }
  }

  const SlipSheet& sheet_;
  Pdf pdf_;
  double y_ = kMargin;
};

}  // namespace

std::string slipPdf(const SlipSheet& sheet) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  return Setter(sheet).set();
}

}  // namespace lixiao::paper

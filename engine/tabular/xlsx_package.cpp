#include "engine/tabular/xlsx_package.h"

#include <Poco/Exception.h>
#include <Poco/SAX/InputSource.h>
#include <Poco/SAX/SAXParser.h>
#include <Poco/Zip/ZipStream.h>

#include <array>
#include <istream>
#include <iterator>
#include <streambuf>

namespace lixiao::tabular {
namespace {

using model::LocalizedText;
using model::Message;

/// Tables pack to a tenth or a fortieth; a bomb to a thousandth.
constexpr std::size_t kMostUnpackedPerByte = 200;
constexpr std::size_t kAlwaysAllowed = 1U << 20;
/// A tag, or a piece of text, is never longer in a workbook that a program wrote.
constexpr std::size_t kMostBytesWithoutEvent = 256U << 10;
constexpr std::size_t kDeepest = 64;

Message damaged() {
  return {"the workbook is damaged; open it in a spreadsheet program and save it again", {}};
}
Message tooLarge(const Limits& limits) {
  return {"the workbook unpacks to more than {0} MiB",
          {LocalizedText(std::to_string(limits.max_unpacked_bytes >> 20))}};
}

std::size_t countOf(std::string_view bytes, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = bytes.find(wanted); at != std::string_view::npos; at = bytes.find(wanted, at + 1))
    ++count;
  return count;
}

/// Whether the record that ends every archive is there: without it the file was cut off.
bool hasEnd(std::string_view bytes) {
  constexpr std::size_t kEndBytes = 22;
  const std::size_t at = bytes.rfind("PK\x05\x06");
  if (at == std::string_view::npos || bytes.size() - at < kEndBytes) return false;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + i]));
  };
  return bytes.size() - at >= kEndBytes + byte(20) + (byte(21) << 8);
}

/// Passes bytes on while they are within the limits, then pretends that the part ends.
class MeteredBuffer : public std::streambuf {
 public:
  MeteredBuffer(std::istream& source, const XmlHandler& handler, std::size_t& unpacked, std::size_t most)
      : source_(source), handler_(handler), unpacked_(unpacked), most_(most) {}

  bool tooMuch() const { return too_much_; }
  bool tooLongWithoutEvent() const { return without_event_ > kMostBytesWithoutEvent; }

 private:
  int_type underflow() override {
    if (too_much_ || tooLongWithoutEvent()) return traits_type::eof();
    source_.read(block_.data(), block_.size());
    const auto got = static_cast<std::size_t>(source_.gcount());
    unpacked_ += got;
    too_much_ = unpacked_ > most_;
    without_event_ = handler_.events() == events_ ? without_event_ + got : got;
    events_ = handler_.events();
    if (got == 0 || too_much_) return traits_type::eof();
    setg(block_.data(), block_.data(), block_.data() + got);
    return traits_type::to_int_type(block_.front());
  }

  std::istream& source_;
  const XmlHandler& handler_;
  std::size_t& unpacked_;
  std::size_t most_;
  std::size_t without_event_ = 0;
  std::size_t events_ = 0;
  bool too_much_ = false;
  std::array<char, 16384> block_{};
};

}  // namespace

void XmlHandler::startElement(const std::string&, const std::string& local, const std::string&,
                              const Poco::XML::Attributes& attributes) {
  ++events_;
  if (++depth_ > kDeepest) throw Refusal(damaged());
  open(local, attributes);
}

void XmlHandler::endElement(const std::string&, const std::string& local, const std::string&) {
  ++events_;
  --depth_;
  close(local);
}

void XmlHandler::characters(const char* bytes, int start, int length) {
  ++events_;
  text(std::string_view(bytes + start, static_cast<std::size_t>(length)));
}

void XmlHandler::startDTD(const std::string&, const std::string&, const std::string&) {
  throw Refusal({"the workbook holds a document type declaration, which no spreadsheet program writes", {}});
}

std::string attribute(const Poco::XML::Attributes& attributes, std::string_view local_name) {
  for (int i = 0; i < attributes.getLength(); ++i)
    if (attributes.getLocalName(i) == local_name) return attributes.getValue(i);
  return {};
}

Package::Package(std::string_view bytes, const Limits& limits)
    : limits_(limits),
      size_(bytes.size()),
      stream_(bytes.data(), static_cast<std::streamsize>(bytes.size())) {
  if (!hasEnd(bytes)) throw Refusal(damaged());
  // Before the directory is read into memory: an entry has one header of each kind.
  if (countOf(bytes, "PK\x03\x04") > limits.max_entries || countOf(bytes, "PK\x01\x02") > limits.max_entries)
    throw Refusal(
        {"the workbook holds more than {0} parts", {LocalizedText(std::to_string(limits.max_entries))}});
  try {
    archive_ = std::make_unique<Poco::Zip::ZipArchive>(stream_);
  } catch (const Poco::Exception&) {
    throw Refusal(damaged());
  }
  checkDirectory();
}

void Package::checkDirectory() const {
  const auto parts = std::distance(archive_->headerBegin(), archive_->headerEnd());
  if (std::distance(archive_->fileInfoBegin(), archive_->fileInfoEnd()) != parts) throw Refusal(damaged());
  std::size_t total = 0;
  for (auto info = archive_->fileInfoBegin(); info != archive_->fileInfoEnd(); ++info) {
    const std::size_t packed = info->second.getCompressedSize();
    const std::size_t unpacked = info->second.getUncompressedSize();
    if (packed > size_) throw Refusal(damaged());
    if (unpacked > limits_.max_unpacked_bytes - total) throw Refusal(tooLarge(limits_));
    if (unpacked > kAlwaysAllowed && unpacked / kMostUnpackedPerByte > packed)
      throw Refusal({"a part of the workbook unpacks to more than {0} times its size",
                     {LocalizedText(std::to_string(kMostUnpackedPerByte))}});
    total += unpacked;
  }
}

bool Package::has(const std::string& name) const {
  return archive_->findHeader(name) != archive_->headerEnd();
}

void Package::parse(const std::string& name, XmlHandler& handler) {
  const auto header = archive_->findHeader(name);
  if (header == archive_->headerEnd()) throw Refusal(damaged());
  stream_.clear();
  try {
    Poco::Zip::ZipInputStream unpacked(stream_, header->second);
    MeteredBuffer metered(unpacked, handler, unpacked_, limits_.max_unpacked_bytes);
    std::istream source(&metered);
    Poco::XML::InputSource input(source);
    Poco::XML::SAXParser parser;
    parser.setContentHandler(&handler);
    parser.setProperty(Poco::XML::XMLReader::PROPERTY_LEXICAL_HANDLER,
                       static_cast<Poco::XML::LexicalHandler*>(&handler));
    try {
      parser.parse(&input);
    } catch (const Poco::Exception&) {
      throw Refusal(metered.tooMuch() ? tooLarge(limits_) : damaged());
    }
    if (metered.tooMuch()) throw Refusal(tooLarge(limits_));
  } catch (const Poco::Exception&) {
    throw Refusal(damaged());
  }
}

}  // namespace lixiao::tabular

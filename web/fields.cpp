#include "web/fields.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTMLForm.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/PartHandler.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <algorithm>
#include <sstream>

#include "engine/model/text.h"

namespace lixiao::web {

namespace {

constexpr int kMostFields = 40;
const std::string kFile = "file";

bool isPlainText(std::string_view text) {
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
  });
  return !controls && model::isUtf8(text);
}

bool isAmong(std::span<const std::string_view> known, std::string_view name) {
  return std::any_of(known.begin(), known.end(), [&](std::string_view each) {
    const bool family = each.ends_with('*');
    return family ? name.starts_with(each.substr(0, each.size() - 1)) : name == each;
  });
}

std::variant<Fields, BadFields> checked(const Poco::Net::NameValueCollection& sent,
                                        std::span<const std::string_view> known) {
  Fields fields;
  for (const auto& [name, value] : sent) {
    if (!isAmong(known, name) || fields.has(name)) return BadFields{};
    if (!isPlainText(value)) return BadFields{400, true};
    fields.add(name, value);
  }
  return fields;
}

class FileTaker final : public Poco::Net::PartHandler {
 public:
  void handlePart(const Poco::Net::MessageHeader& header, std::istream& stream) override {
    std::string disposition;
    Poco::Net::NameValueCollection parameters;
    Poco::Net::MessageHeader::splitParameters(header.get("Content-Disposition", ""), disposition, parameters);
    Upload upload{parameters.get("filename", ""), {}};
    Poco::StreamCopier::copyToString(stream, upload.bytes);
    ++files_;
    field_ = parameters.get("name", "");
    taken_ = std::move(upload);
  }
  /// A file that came without a name, and so like a text.
  void takeUnnamed(Poco::Net::HTMLForm& form) {
    if (files_ > 0 || !form.has(kFile)) return;
    taken_ = Upload{{}, form.get(kFile)};
    form.erase(kFile);
  }
  bool ok() const { return files_ == 0 || (files_ == 1 && field_ == kFile && isPlainText(taken_->name)); }
  std::optional<Upload> take() { return std::move(taken_); }

 private:
  int files_ = 0;
  std::string field_;
  std::optional<Upload> taken_;
};

}  // namespace

const std::string& Fields::operator[](std::string_view name) const {
  static const std::string none;
  const auto found = values_.find(name);
  return found == values_.end() ? none : found->second;
}

std::variant<Fields, BadFields> readQuery(const http::Request& request,
                                          std::span<const std::string_view> known) {
  try {
    Poco::Net::HTMLForm form;
    form.setFieldLimit(kMostFields);
    form.read(std::string(request.query()));
    return checked(form, known);
  } catch (const Poco::Exception&) {
    return BadFields{};
  }
}

std::variant<Fields, BadFields> readForm(const http::Request& request,
                                         std::span<const std::string_view> known, bool file) {
  const std::string type(request.head.header("content-type"));
  std::string media;
  Poco::Net::NameValueCollection parameters;
  Poco::Net::MessageHeader::splitParameters(type, media, parameters);
  const bool multipart = media == Poco::Net::HTMLForm::ENCODING_MULTIPART;
  if (media != Poco::Net::HTMLForm::ENCODING_URL && !(multipart && file)) return BadFields{415};
  try {
    Poco::Net::HTTPRequest head(Poco::Net::HTTPRequest::HTTP_POST, "/");
    head.setContentType(type);
    std::istringstream body(request.body);
    Poco::Net::HTMLForm form;
    form.setFieldLimit(kMostFields);
    form.setValueLengthLimit(static_cast<int>(request.body.size() + 1));
    FileTaker taker;
    form.load(head, body, taker);
    if (multipart) taker.takeUnnamed(form);
    auto fields = checked(form, known);
    if (!taker.ok()) return BadFields{};
    if (auto* read = std::get_if<Fields>(&fields)) read->upload = taker.take();
    return fields;
  } catch (const Poco::Exception&) {
    return BadFields{};
  }
}

std::string encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      result += c;
    else
      result += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return result;
}

std::optional<std::string> decodeSegment(std::string_view text) {
  try {
    std::string decoded;
    Poco::URI::decode(std::string(text), decoded);
    const bool line = decoded.find_first_of("/\\\r\n\t") != std::string::npos;
    if (line || decoded == ".." || decoded == "." || !isPlainText(decoded)) return std::nullopt;
    return decoded;
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

}  // namespace lixiao::web

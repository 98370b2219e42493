#pragma once

#include <Poco/MemoryStream.h>
#include <Poco/SAX/Attributes.h>
#include <Poco/SAX/DefaultHandler.h>
#include <Poco/SAX/LexicalHandler.h>
#include <Poco/Zip/ZipArchive.h>

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "engine/tabular/table.h"

namespace lixiao::tabular {

/// Ends the reading of a workbook from inside a parser callback; never leaves readXlsx.
struct Refusal : std::exception {
  explicit Refusal(model::Message why) : message(std::move(why)) {}
  const char* what() const noexcept override { return message.text.c_str(); }
  model::Message message;
};

/// Sees the elements of one XML part by their local names. A document type declaration is refused, and with
/// it every entity.
class XmlHandler : public Poco::XML::DefaultHandler, public Poco::XML::LexicalHandler {
 public:
  /// How many events came; the package holds the bytes between two of them to a limit.
  std::size_t events() const { return events_; }

 protected:
  virtual void open(const std::string& element, const Poco::XML::Attributes& attributes) = 0;
  virtual void close(const std::string& element) { static_cast<void>(element); }
  virtual void text(std::string_view part) { static_cast<void>(part); }

 private:
  void startElement(const std::string&, const std::string& local, const std::string&,
                    const Poco::XML::Attributes& attributes) final;
  void endElement(const std::string&, const std::string& local, const std::string&) final;
  void characters(const char* bytes, int start, int length) final;
  void startDTD(const std::string&, const std::string&, const std::string&) final;
  void endDTD() final {}
  void startEntity(const std::string&) final {}
  void endEntity(const std::string&) final {}
  void startCDATA() final {}
  void endCDATA() final {}
  void comment(const char*, int, int) final {}

  std::size_t events_ = 0;
  std::size_t depth_ = 0;
};

/// The value of an attribute by its local name, or "".
std::string attribute(const Poco::XML::Attributes& attributes, std::string_view local_name);

/// The ZIP file around a workbook, which must outlive it. Entries are unpacked as a stream, and what they
/// unpack to is counted over all of them.
class Package {
 public:
  /// Throws Refusal when the file is damaged, has too many entries or says that it unpacks to too much.
  Package(std::string_view bytes, const Limits& limits);

  bool has(const std::string& name) const;
  /// Throws Refusal when the part is missing, damaged, or unpacks to too much.
  void parse(const std::string& name, XmlHandler& handler);

 private:
  void checkDirectory() const;

  Limits limits_;
  std::size_t size_;
  std::size_t unpacked_ = 0;
  Poco::MemoryInputStream stream_;
  std::unique_ptr<Poco::Zip::ZipArchive> archive_;
};

}  // namespace lixiao::tabular

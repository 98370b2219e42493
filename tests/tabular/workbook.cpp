#include "tests/tabular/workbook.h"

#include <Poco/TemporaryFile.h>
#include <Poco/Zip/Compress.h>
#include <xlsxwriter.h>

#include <fstream>
#include <sstream>

namespace lixiao::tabular {
namespace {
constexpr const char* kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr const char* kDocument = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
}  // namespace

std::string writeWorkbook(const std::function<void(lxw_workbook*)>& fill) {
  Poco::TemporaryFile file;
  lxw_workbook* workbook = workbook_new(file.path().c_str());
  fill(workbook);
  workbook_close(workbook);
  std::ifstream in(file.path(), std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::string zipOf(const std::map<std::string, std::string>& parts) {
  std::stringstream out;
  Poco::Zip::Compress zip(out, true);
  for (const auto& [name, content] : parts) {
    std::istringstream in(content);
    zip.addFile(in, Poco::DateTime(2015, 6, 18), Poco::Path(name, Poco::Path::PATH_UNIX));
  }
  zip.close();
  return out.str();
}

std::map<std::string, std::string> workbookParts(const std::string& sheet_data,
                                                 const std::string& shared_strings) {
  const std::string main = kMain;
  const std::string document = kDocument;
  const auto relation = [&](const char* id, const char* type, const char* target) {
    return std::string("<Relationship Id=\"") + id + "\" Type=\"" + document + "/" + type + "\" Target=\"" +
           target + "\"/>";
  };
  return {
      {"xl/workbook.xml", "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + document +
                              "\"><sheets><sheet name=\"old\" state=\"hidden\" sheetId=\"1\" r:id=\"rId9\"/>"
                              "<sheet name=\"list\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships>" + relation("rId1", "worksheet", "worksheets/sheet1.xml") +
           relation("rId2", "sharedStrings", "/xl/sharedStrings.xml") + "</Relationships>"},
      {"xl/worksheets/sheet1.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"" + main +
                                       "\">" + sheet_data + "</worksheet>"},
      {"xl/sharedStrings.xml", "<sst xmlns=\"" + main + "\">" + shared_strings + "</sst>"},
  };
}

}  // namespace lixiao::tabular

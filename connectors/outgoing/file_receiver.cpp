#include <Poco/SHA2Engine.h>

#include <fstream>
#include <sstream>

#include "connectors/outgoing/receiver.h"
#include "connectors/transport/fetch_error.h"
#include "engine/tabular/csv_writer.h"

namespace lixiao::connectors {
namespace {

namespace fs = std::filesystem;

std::string tableOf(const Parcel& parcel) {
  std::ostringstream table;
  tabular::CsvWriter csv(table, {.crlf = true, .guard_formulas = false});
  csv.plain("student_no").plain("leaving").endRow();
  for (const Parcel::Row& row : parcel.rows) {
    csv.text(row.student_no).number(row.leaving ? 1 : 0);
    csv.endRow();
  }
  csv.plain("TOTAL").number(static_cast<std::int64_t>(parcel.rows.size())).endRow();
  csv.flush();
  return table.str();
}

std::string digest(const std::string& text) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(text);
  return Poco::DigestEngine::digestToHex(engine.digest());
}

std::string textOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder that cannot be looked into says nothing of what is in it.
bool isThere(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return false;
  if (error) unreachable("the folder cannot be read");
  return true;
}

void removeStale(const fs::path& file) {
  std::error_code error;
  fs::remove(file, error);
  if (error) unreachable(file.filename().string() + " is of another message and cannot be removed");
}

/// Drops `leaving-3f9a2c51-17.csv` into a folder, whole at once. It is acknowledged when the other side has
/// put `leaving-3f9a2c51-17.csv.ack` beside it, or, where the settings say so, when it has taken the file
/// away. Until then `….csv.dropped` says what was dropped: without it nothing is believed that lies there.
class FileReceiver final : public Receiver {
 public:
  explicit FileReceiver(const Settings& settings)
      : folder_(settings.path("folder")), by_taking_(settings.text("acknowledged_by") == "taking") {}

  Handover hand(const Parcel& parcel, const std::stop_token&) override {
    Handover handover;
    const FetchResult result = fetchOrFail("folder", [&] {
      handover.answer = handOver(parcel);
      return Delivery();
    });
    if (result.failure()) handover.failure = *result.failure();
    return handover;
  }

 private:
  std::string handOver(const Parcel& parcel) {
    std::error_code error;
    if (!fs::is_directory(folder_, error)) throw FetchError(FailureKind::Config, "the folder is not there");
    const fs::path file =
        folder_ / ("leaving-" + parcel.database + "-" + std::to_string(parcel.message) + ".csv");
    const fs::path mark = file.string() + ".dropped";
    const fs::path acknowledgement = file.string() + ".ack";
    const std::string table = tableOf(parcel);
    const bool was_dropped = textOf(mark) == digest(table) && (!isThere(file) || textOf(file) == table);
    if (!was_dropped) {
      for (const fs::path& stale : {mark, acknowledgement, file}) removeStale(stale);
      write(file, table);
      write(mark, digest(table));
    }
    std::string answer;
    if (isThere(acknowledgement))
      answer = acknowledgement.filename().string();
    else if (by_taking_ && !isThere(file))
      answer = "taken";
    if (!answer.empty()) {
      fs::remove(mark, error);
      return answer;
    }
    if (!isThere(file)) write(file, table);
    unreachable(file.filename().string() + " lies there and was not taken yet");
  }

  /// Under another name first, so that nobody reads half a file.
  static void write(const fs::path& file, const std::string& text) {
    const fs::path part = file.string() + ".part";
    std::ofstream stream(part, std::ios::binary | std::ios::trunc);
    stream << text << std::flush;
    std::error_code error;
    if (stream.good()) fs::rename(part, file, error);
    if (!stream.good() || error) unreachable("the file cannot be written");
  }

  fs::path folder_;
  bool by_taking_;
};

}  // namespace

Schema fileReceiverSchema() {
  return {
      {"folder", SettingType::Path, true, "", {"文件夹", "folder into which the files are dropped"}},
      {"acknowledged_by",
       SettingType::Enum,
       false,
       "file",
       {"确认方式", "a file NAME.ack, or taking the file away"},
       {"file", "taking"}},
  };
}

std::unique_ptr<Receiver> makeFileReceiver(const Settings& settings) {
  return std::make_unique<FileReceiver>(settings);
}

}  // namespace lixiao::connectors

#pragma once

#include <string>

#include "tests/connectors/sample_process.h"
#include "tests/connectors/shell.h"

namespace lixiao::connectors {

/// A private certificate authority of one test.
class Authority {
 public:
  explicit Authority(const std::string& name = "ca") : file_(at(name + ".pem")), key_(at(name + ".key")) {
    shell("openssl req -x509 -nodes -days 30 -subj /CN=" + name + kKey + " -keyout " + key_ + " -out " +
          file_);
  }

  const std::string& file() const { return file_; }

  struct Signed {
    std::string certificate_file;
    std::string key_file;
  };
  /// A certificate for a host; `days` -1: one that ended yesterday.
  Signed sign(const std::string& host, int days = 30) const {
    const Signed made{at(host + ".pem"), at(host + ".key")};
    const std::string extension = folder_.write("extension", "subjectAltName=DNS:" + host);
    shell("openssl req -nodes -subj /CN=" + host + kKey + " -keyout " + made.key_file + " -out " +
          at("request"));
    shell("openssl x509 -req -days " + std::to_string(days) + " -in " + at("request") + " -CA " + file_ +
          " -CAkey " + key_ + " -CAcreateserial -extfile " + extension + " -out " + made.certificate_file);
    return made;
  }

 private:
  static constexpr const char* kKey = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
  std::string at(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
  std::string file_;
  std::string key_;
};

}  // namespace lixiao::connectors

#include "connectors/samples/sample_program.h"

#include <Poco/Exception.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace lixiao::samples {
namespace {

std::vector<std::string> cells(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  std::vector<std::string> found(1);
  for (char c : line) {
    if (c == ',') {
      found.emplace_back();
    } else {
      found.back() += c;
    }
  }
  return found;
}

std::vector<std::string> readHeader(std::istream& stream, const std::filesystem::path& file,
                                    const std::vector<std::string>& columns) {
  std::string line;
  std::getline(stream, line);
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  auto header = cells(line);
  for (const std::string& column : columns) {
    if (std::find(header.begin(), header.end(), column) == header.end()) {
      throw std::runtime_error(file.string() + ": there is no column " + column);
    }
  }
  return header;
}

}  // namespace

Arguments::Arguments(int argc, char** argv, const std::vector<std::string>& known) {
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw std::invalid_argument("unknown option " + name);
    if (i + 1 == argc) throw std::invalid_argument("no value for " + name);
    values_[name] = argv[i + 1];
  }
}

std::string Arguments::text(const std::string& name, const std::string& otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? otherwise : found->second;
}

std::string Arguments::required(const std::string& name) const {
  if (values_.count(name) == 0) throw std::invalid_argument("the option " + name + " is missing");
  return values_.at(name);
}

std::uint16_t Arguments::port(const std::string& name) const {
  const std::string given = text(name, "0");
  const bool digits = !given.empty() && given.size() <= 5 &&
                      std::all_of(given.begin(), given.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || std::stoi(given) > 65535) throw std::invalid_argument("not a port: " + given);
  return static_cast<std::uint16_t>(std::stoi(given));
}

std::vector<std::map<std::string, std::string>> readCsv(const std::filesystem::path& file,
                                                        const std::vector<std::string>& columns) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  const auto header = readHeader(stream, file, columns);
  std::vector<std::map<std::string, std::string>> rows;
  std::string line;
  for (int number = 2; std::getline(stream, line); ++number) {
    if (line.empty()) continue;
    const auto row = cells(line);
    if (row.size() != header.size()) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) +
                               ": not as many cells as the header");
    }
    auto& named = rows.emplace_back();
    for (std::size_t i = 0; i < header.size(); ++i) named[header[i]] = row[i];
  }
  return rows;
}

void announce(const std::string& what, std::uint16_t port) {
  std::cout << what + " on 127.0.0.1:" + std::to_string(port) + "\n" << std::flush;
}

int runSample(const std::function<void(const std::function<void()>& wait)>& serve) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread starts, so that all inherit it
  std::signal(SIGPIPE, SIG_IGN);
  const auto wait = [&] {
    int signal = 0;
    sigwait(&signals, &signal);
  };
  try {
    serve(wait);
    return 0;
  } catch (const Poco::Exception& error) {
    std::cerr << error.displayText() << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 2;
}

}  // namespace lixiao::samples

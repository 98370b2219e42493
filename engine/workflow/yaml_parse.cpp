#include "engine/workflow/yaml_parse.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>

namespace lixiao::workflow::yaml {
namespace {

constexpr const char* kQuote = "put the text in quotes";
constexpr const char* kNoAnchor = "write the value out, or put the text in quotes";
constexpr const char* kNoTag = "put a rule that begins with ! in quotes";

/// Ends parsing when what follows must not be read.
struct Stop {};

/// Builds the tree from the parser's events.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const Source& source, Findings& findings) : source_(source), findings_(findings) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 0) return;
    if (charAt(offsetOf(mark)) == '-')
      fail(mark, "multi-document", "a second document in one file", "remove the line ---");
    fail(mark, "yaml-syntax", "this does not continue what stands above it", "");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    refuseProperties(mark);
    add(node(Node::Kind::Null, mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    refuseProperties(mark);
    add(node(Node::Kind::Null, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    refuseProperties(mark);
    Node scalar = node(Node::Kind::Scalar, mark);
    scalar.text = value;
    scalar.style = styleAt(scalar.begin);
    if (!isClosed(scalar))
      refuse(scalar.begin, "yaml-syntax", "the text that begins here is not closed", "add the second quote");
    add(std::move(scalar));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, Node::Kind::Sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, Node::Kind::Map);
  }
  void OnMapEnd() override { close(); }

  bool failed() const { return failed_; }
  std::optional<Node> takeRoot() { return std::move(root_); }

 private:
  struct Frame {
    Node node;
    std::optional<Node> key;
    std::unordered_map<std::string, std::size_t> positions;
  };

  Node node(Node::Kind kind, const YAML::Mark& mark) const {
    Node made;
    made.kind = kind;
    made.source = &source_;
    made.begin = offsetOf(mark);
    return made;
  }

  static std::size_t offsetOf(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(0, mark.pos));
  }

  char charAt(std::size_t offset) const {
    return offset < source_.text().size() ? source_.text()[offset] : '\n';
  }

  Node::Style styleAt(std::size_t offset) const {
    switch (charAt(offset)) {
      case '\'':
        return Node::Style::SingleQuoted;
      case '"':
        return Node::Style::DoubleQuoted;
      case '|':
      case '>':
        return Node::Style::Block;
      default:
        return Node::Style::Plain;
    }
  }

  void fail(const YAML::Mark& mark, const char* code, const char* message, const char* hint) {
    findings_.error({&source_, offsetOf(mark), 1}, code, message, hint);
    failed_ = true;
    throw Stop{};
  }

  void refuse(std::size_t at, const char* code, const char* message, const char* hint) {
    findings_.error({&source_, at, 1}, code, message, hint);
    failed_ = true;
  }

  /// The parser has resolved these; the character at the node's start tells that they were there.
  void refuseProperties(const YAML::Mark& mark) {
    const auto at = offsetOf(mark);
    switch (charAt(at)) {
      case '&':
        return refuse(at, "anchor", "anchors are not used here", kNoAnchor);
      case '*':
        return refuse(at, "anchor", "aliases are not used here", kNoAnchor);
      case '!':
        return refuse(at, "tag", "tags are not used here", kNoTag);
      default:
        return;
    }
  }

  void open(const YAML::Mark& mark, Node::Kind kind) {
    refuseProperties(mark);
    if (stack_.size() >= kMostLevels) fail(mark, "too-deep", "more than 50 levels inside one another", "");
    stack_.push_back({node(kind, mark), std::nullopt, {}});
  }

  void close() {
    Node done = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(done));
  }

  void add(Node made) {
    if (stack_.empty()) {
      root_ = std::move(made);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.isSequence()) {
      frame.node.values.push_back(std::move(made));
    } else if (!frame.key) {
      frame.key = std::move(made);
    } else {
      addPair(frame, std::move(*frame.key), std::move(made));
      frame.key.reset();
    }
  }

  void addPair(Frame& frame, Node key, Node value) {
    if (!key.isScalar()) {
      refuse(key.begin, "bad-key", "a key must be a word", "");
      return;
    }
    if (key.text == "<<" && key.style == Node::Style::Plain) {
      refuse(key.begin, "merge-key", "merge keys are not used here", "write the keys out");
      return;
    }
    const auto [known, is_new] = frame.positions.emplace(key.text, frame.node.keys.size());
    if (!is_new) {
      findings_.conflict(span(key), span(frame.node.keys[known->second]), "duplicate-key",
                         quoted(key.text) + " is given twice", "first given here");
      return;
    }
    frame.node.keys.push_back(std::move(key));
    frame.node.values.push_back(std::move(value));
  }

  const Source& source_;
  Findings& findings_;
  std::vector<Frame> stack_;
  std::optional<Node> root_;
  int documents_ = 0;
  bool failed_ = false;
};

struct Explained {
  std::string_view parser;  ///< what the parser's message begins with
  const char* code;
  const char* message;
  const char* hint;
};

constexpr Explained kExplained[] = {
    {"illegal map value", "yaml-syntax", "a second \": \" in one value", kQuote},
    {"illegal map key", "yaml-syntax", "a key cannot stand here", kQuote},
    {"illegal block entry", "yaml-syntax", "a list entry cannot stand here", "put it on a line of its own"},
    {"illegal flow end", "yaml-syntax", "this bracket closes nothing that is open",
     "put a rule with brackets in quotes"},
    {"end of map not found", "yaml-syntax", "this line does not continue the map above it",
     "check the indentation and that the key ends with \":\""},
    {"end of sequence not found", "yaml-syntax", "this line does not continue the list above it",
     "check the indentation"},
    {"end of map flow not found", "yaml-syntax", "a \"{\" before this is not closed",
     "check the \"}\" and the commas"},
    {"end of sequence flow not found", "yaml-syntax", "a \"[\" before this is not closed",
     "check the \"]\" and the commas"},
    {"unknown token", "yaml-syntax", "a text cannot begin with this character", kQuote},
    {"illegal character in scalar", "yaml-syntax", "this character cannot stand here", kQuote},
    {"unknown escape character", "yaml-syntax", "no escape of double quotes is written so",
     "write \\\\ for a backslash, or use single quotes"},
    {"invalid unicode", "yaml-syntax", "this escape is not a character", ""},
    {"bad character found while scanning hex", "yaml-syntax", "this escape is not a character", ""},
    {"illegal document indicator in scalar", "yaml-syntax", "a text is not closed before this line",
     "add the second quote"},
    {"the referenced anchor is not defined", "anchor", "aliases are not used here", kNoAnchor},
    {"alias not found", "anchor", "aliases are not used here", kNoAnchor},
    {"anchor not found", "anchor", "anchors are not used here", kNoAnchor},
    {"illegal character found while scanning alias", "anchor", "aliases are not used here", kNoAnchor},
    {"illegal character found while scanning anchor", "anchor", "anchors are not used here", kNoAnchor},
    {"aliases can't have any content", "anchor", "aliases are not used here", kNoAnchor},
    {"illegal character found while scanning tag", "tag", "tags are not used here", kNoTag},
    {"tag handle with no suffix", "tag", "tags are not used here", kNoTag},
    {"end of verbatim tag", "tag", "tags are not used here", kNoTag},
    {"cannot assign multiple anchors", "anchor", "anchors are not used here", kNoAnchor},
    {"cannot assign multiple aliases", "anchor", "aliases are not used here", kNoAnchor},
    {"cannot assign multiple tags", "tag", "tags are not used here", kNoTag},
};

void reportSyntax(const Source& source, const YAML::Exception& problem, Findings& findings) {
  const std::size_t at = problem.mark.pos < 0 ? 0 : static_cast<std::size_t>(problem.mark.pos);
  for (const Explained& known : kExplained)
    if (problem.msg.rfind(known.parser, 0) == 0)
      return findings.error({&source, at, 1}, known.code, known.message, known.hint);
  findings.error({&source, at, 1}, "yaml-syntax", "not YAML: " + problem.msg);
}

}  // namespace

std::optional<Node> parse(const Source& source, Findings& findings) {
  if (!isReadable(source, findings)) return std::nullopt;
  Builder builder(source, findings);
  try {
    std::istringstream stream(source.text());
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& problem) {
    reportSyntax(source, problem, findings);
    return std::nullopt;
  }
  if (builder.failed()) return std::nullopt;
  std::optional<Node> root = builder.takeRoot();
  if (!root || root->isNull()) {
    findings.fileError(source.path(), "empty-file", "the file holds nothing but comments");
    return std::nullopt;
  }
  if (!root->isMap()) {
    findings.error(span(*root), "wrong-type",
                   "the file must be a map of keys, not " + std::string(describe(*root)));
    return std::nullopt;
  }
  return root;
}

}  // namespace lixiao::workflow::yaml

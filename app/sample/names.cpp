#include "app/sample/names.h"

#include <array>
#include <string_view>
#include <vector>

namespace lixiao::app {
namespace {

struct Surname {
  std::string_view text;
  std::uint32_t weight;  ///< people in ten thousand
};

constexpr std::array kSurnames = {
    Surname{"王", 725}, Surname{"李", 719}, Surname{"张", 683}, Surname{"刘", 538}, Surname{"陈", 453},
    Surname{"杨", 308}, Surname{"赵", 229}, Surname{"黄", 223}, Surname{"周", 212}, Surname{"吴", 205},
    Surname{"徐", 166}, Surname{"孙", 154}, Surname{"胡", 131}, Surname{"朱", 126}, Surname{"高", 121},
    Surname{"林", 118}, Surname{"何", 117}, Surname{"郭", 115}, Surname{"马", 105}, Surname{"罗", 86},
    Surname{"梁", 84},  Surname{"宋", 81},  Surname{"郑", 78},  Surname{"谢", 72},  Surname{"韩", 68},
    Surname{"唐", 65},  Surname{"冯", 64},  Surname{"于", 62},  Surname{"董", 61},  Surname{"萧", 59},
    Surname{"程", 57},  Surname{"曹", 57},  Surname{"袁", 54},  Surname{"邓", 54},  Surname{"许", 54},
    Surname{"傅", 51},  Surname{"沈", 50},  Surname{"曾", 50},  Surname{"彭", 49},  Surname{"吕", 47},
    Surname{"苏", 46},  Surname{"卢", 46},  Surname{"蒋", 46},  Surname{"蔡", 46},  Surname{"贾", 42},
    Surname{"丁", 43},  Surname{"魏", 45},  Surname{"薛", 40},  Surname{"叶", 43},  Surname{"阎", 39},
    Surname{"余", 39},  Surname{"潘", 38},  Surname{"杜", 39},  Surname{"戴", 36},  Surname{"夏", 37},
    Surname{"钟", 36},  Surname{"汪", 37},  Surname{"田", 36},  Surname{"任", 36},  Surname{"姜", 35},
    Surname{"范", 35},  Surname{"方", 35},  Surname{"石", 34},  Surname{"姚", 33},  Surname{"谭", 33},
    Surname{"廖", 33},  Surname{"邹", 32},  Surname{"熊", 31},  Surname{"金", 31},  Surname{"陆", 31},
    Surname{"郝", 30},  Surname{"孔", 29},  Surname{"白", 29},  Surname{"崔", 29},  Surname{"康", 28},
    Surname{"毛", 27},  Surname{"邱", 27},  Surname{"秦", 26},  Surname{"江", 26},  Surname{"史", 25},
    Surname{"顾", 25},  Surname{"侯", 25},  Surname{"邵", 24},  Surname{"孟", 24},  Surname{"龙", 23},
    Surname{"万", 23},  Surname{"段", 23},  Surname{"钱", 22},  Surname{"单", 8},   Surname{"解", 7},
    Surname{"欧阳", 9}, Surname{"司徒", 5}, Surname{"上官", 5}, Surname{"诸葛", 5}, Surname{"皇甫", 5},
    Surname{"尉迟", 5}, Surname{"令狐", 5}, Surname{"夏侯", 5}};

constexpr std::array<std::string_view, 48> kMale = {
    "伟", "强", "磊", "洋", "勇", "军", "杰", "涛", "超", "明", "刚", "平", "辉", "鹏", "华", "飞",
    "鑫", "波", "斌", "宇", "浩", "凯", "健", "俊", "帆", "帅", "旭", "宁", "龙", "林", "阳", "建",
    "国", "文", "志", "海", "晓", "天", "博", "子", "昊", "轩", "泽", "睿", "诚", "嘉", "毅", "哲"};
constexpr std::array<std::string_view, 48> kFemale = {
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "婷", "雪", "倩", "洁", "颖", "琳", "玲", "燕",
    "萍", "红", "佳", "欣", "怡", "雯", "慧", "莹", "璐", "梦", "瑶", "蕾", "悦", "晶", "思", "雨",
    "诗", "嘉", "文", "晓", "雅", "婧", "涵", "琪", "薇", "彤", "蓓", "菲", "岚", "宁", "媛", "妍"};
/// The last ones are outside the basic plane or were added to GB18030 late.
constexpr std::array<std::string_view, 12> kRare = {"喆", "堃", "翀", "旻", "犇",   "骉",
                                                    "㛃", "䶮", "㼆", "𠮷", "𬭎", "𬍛"};

constexpr std::array<std::string_view, 10> kUyghurMale = {"阿卜杜拉", "买买提", "艾力",   "吐尔逊", "库尔班",
                                                          "艾尔肯",   "玉素甫", "阿迪力", "热合曼", "依明"};
constexpr std::array<std::string_view, 8> kUyghurFemale = {"阿依古丽", "古丽娜尔", "热依汗", "帕提古丽",
                                                           "迪丽努尔", "米热古丽", "阿米娜", "祖丽胡马尔"};
constexpr std::array<std::string_view, 8> kTibetan = {"扎西", "次仁", "卓玛", "多吉",
                                                      "央金", "旺堆", "拉姆", "尼玛"};
constexpr std::array<std::string_view, 6> kMongolian = {"乌日娜", "巴特尔", "其其格",
                                                        "苏日娜", "格日勒", "哈斯"};

template <std::size_t N>
std::string_view oneOf(const std::array<std::string_view, N>& words, Random& random) {
  return words[random.below(N)];
}

const WeightedPick& surnamePick() {
  static const WeightedPick pick = [] {
    std::vector<std::uint32_t> weights;
    weights.reserve(kSurnames.size());
    for (const Surname& surname : kSurnames) weights.push_back(surname.weight);
    return WeightedPick(weights);
  }();
  return pick;
}

std::string minorityName(Random& random, Sex sex) {
  const std::uint32_t people = random.below(10);
  if (people < 6) {
    std::string name(sex == Sex::Male ? oneOf(kUyghurMale, random) : oneOf(kUyghurFemale, random));
    return name.append("·").append(oneOf(kUyghurMale, random));
  }
  if (people < 9) {
    std::string name(oneOf(kTibetan, random));
    return name.append(oneOf(kTibetan, random));
  }
  return std::string(oneOf(kMongolian, random));
}

}  // namespace

std::string makeName(Random& random, Sex sex) {
  if (random.chance(15)) return minorityName(random, sex);
  std::string name(kSurnames[surnamePick()(random)].text);
  const auto given = [&] { return sex == Sex::Male ? oneOf(kMale, random) : oneOf(kFemale, random); };
  name += given();
  if (random.chance(3)) return name.append(oneOf(kRare, random));
  if (random.chance(820)) name += given();
  return name;
}

}  // namespace lixiao::app

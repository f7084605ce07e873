package dev.carousel.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Property
  void everyKeyIsATestKeyOfOneFoldAndAValidationKeyOfAnother(
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 3, max = 12) int folds,
      @ForAll long seed) {
    List<String> keys = keys(count);
    Map<String, Integer> tests = new HashMap<>();
    Map<String, Integer> valids = new HashMap<>();
    for (int fold = 0; fold < folds; fold++) {
      Map<String, Split> dealt = new Folds(folds, fold, seed).deal(keys, "x");
      assertThat(dealt).hasSize(count);
      int size = 0;
      for (Map.Entry<String, Split> entry : dealt.entrySet()) {
        if (entry.getValue() == Split.TEST) {
          tests.merge(entry.getKey(), 1, Integer::sum);
          size++;
        } else if (entry.getValue() == Split.VALID) {
          valids.merge(entry.getKey(), 1, Integer::sum);
        }
      }
      assertThat(size).isBetween(count / folds, (count + folds - 1) / folds);
    }
    assertThat(tests).hasSize(count);
    assertThat(valids).hasSize(count);
    assertThat(tests.values()).allMatch(times -> times == 1);
    assertThat(valids.values()).allMatch(times -> times == 1);
  }

  @Test
  void theNextFoldIsTheValidationPart() {
    Map<String, Split> first = new Folds(5, 0, 7).deal(keys(50), "x");
    Map<String, Split> second = new Folds(5, 1, 7).deal(keys(50), "x");
    Map<String, Split> last = new Folds(5, 4, 7).deal(keys(50), "x");
    List<String> valid = new ArrayList<>();
    first.forEach(
        (key, split) -> {
          if (split == Split.VALID) {
            valid.add(key);
          }
        });

    assertThat(valid).hasSize(10).allMatch(key -> second.get(key) == Split.TEST);
    assertThat(first.keySet().stream().filter(key -> first.get(key) == Split.TEST))
        .allMatch(key -> last.get(key) == Split.VALID);
  }

  @Test
  void seedsAndNamesDecide() {
    Map<String, Split> dealt = new Folds(10, 0, 1).deal(keys(100), "x");
    assertThat(new Folds(10, 0, 1).deal(keys(100), "x")).isEqualTo(dealt);
    assertThat(new Folds(10, 0, 2).deal(keys(100), "x")).isNotEqualTo(dealt);
    assertThat(new Folds(10, 0, 1).deal(keys(100), "y")).isNotEqualTo(dealt);
  }

  @Test
  void impossibleFoldsAreRefused() {
    assertThatThrownBy(() -> new Folds(2, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "folds must be at least 3, for a test, a validation and a training part; got 2");
    assertThatThrownBy(() -> new Folds(10, 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fold must be 0 to 9, got 10");
  }
}

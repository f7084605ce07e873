package dev.carousel.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Place PLACE = new Place("t.txt", 7);

  @Test
  void labelsAreNumberedInAlphabeticalOrder() {
    Labels labels = Labels.of(List.of("neg", "pos", "neg", "\"mixed\""));

    assertThat(labels.names()).containsExactly("\"mixed\"", "neg", "pos");
    assertThat(labels.size()).isEqualTo(3);
    assertThat(labels.number("pos", PLACE)).isEqualTo(2);
    assertThat(Labels.read(labels.text()).names()).isEqualTo(labels.names());
  }

  @Test
  void labelsThatTrainingLacksAreRefused() {
    assertThatThrownBy(() -> Labels.of(List.of("a", "b")).number("c", PLACE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "t.txt, line 7: the label 'c' does not occur in the training part, which has a, b");
    assertThatThrownBy(() -> Labels.of(List.of("a", "a")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the training part has no label but 'a'; there is nothing to tell apart");
  }

  @Property
  void whatIsWrittenIsRead(@ForAll @Size(min = 2) Set<String> names) {
    Labels labels = Labels.of(names);

    assertThat(Labels.read(labels.text()).names()).isEqualTo(labels.names());
  }

  @Test
  void otherTextIsRefused() {
    assertThatThrownBy(() -> Labels.read("a\na\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the labels are not two or more different names: [a, a]");
    assertThatThrownBy(() -> Labels.read("a")).isInstanceOf(InvalidDataException.class);
  }
}

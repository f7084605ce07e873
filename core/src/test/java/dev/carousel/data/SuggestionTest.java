package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void suggestsWhatIsNear() {
    List<String> known = List.of("gru", "lstm", "peephole-lstm", "rnn");
    assertThat(Suggestion.nearest("lstmm", known)).hasValue("lstm");
    assertThat(Suggestion.nearest("LSTM", known)).hasValue("lstm");
    assertThat(Suggestion.nearest("lsmt", known)).hasValue("lstm");
    assertThat(Suggestion.nearest("peephole_lstm", known)).hasValue("peephole-lstm");
    assertThat(Suggestion.nearest("gur", known)).hasValue("gru");
    assertThat(Suggestion.nearest("transformer", known)).isEmpty();
    assertThat(Suggestion.nearest("", known)).isEmpty();
    assertThat(Suggestion.ending("x", "available", List.of())).isEqualTo("; available: none");
  }
}

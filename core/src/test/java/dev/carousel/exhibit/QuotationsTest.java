package dev.carousel.exhibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.exhibit.Quotations.Column;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotationsTest {
  private static final Column TEXT = new Column("text", Provenance.DATA);
  private static final Column ANSWER = new Column("answer", Provenance.MODEL);

  private static void refused(
      String message, String caption, List<Column> columns, List<List<String>> rows) {
    assertThatThrownBy(() -> new Quotations("Texts", caption, columns, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void textsMayBeEmptyAndAreCopied() {
    List<String> row = new ArrayList<>(List.of("", "yes"));
    Quotations shown = new Quotations("Texts", "Some.", List.of(TEXT, ANSWER), List.of(row));
    row.set(1, "no");
    assertThat(shown.rows()).containsExactly(List.of("", "yes"));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    List<List<String>> one = List.of(List.of("a"));
    refused("exhibit 'Texts' needs a caption", " ", List.of(TEXT), one);
    refused("exhibit 'Texts' has no texts", "c", List.of(), one);
    refused("exhibit 'Texts' has no texts", "c", List.of(TEXT), List.of());
    refused("exhibit 'Texts' has two columns 'text'", "c", List.of(TEXT, TEXT), one);
    refused("exhibit 'Texts' has 2 columns and a row of 1 texts", "c", List.of(TEXT, ANSWER), one);
    refused(
        "a column of exhibit 'Texts' needs a name",
        "c",
        List.of(new Column("", Provenance.DATA)),
        one);
    refused(
        "exhibit 'Texts' has 100001 characters; show 100000 at most",
        "c",
        List.of(TEXT),
        List.of(List.of("a".repeat(100_000)), List.of("b")));
    assertThatThrownBy(() -> new Quotations("", "c", List.of(TEXT), one))
        .hasMessage("an exhibit of texts needs a name");
  }
}

package dev.carousel.nlp.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Module;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.document.DocumentSource;
import dev.carousel.nlp.text.labelled.LabelledSource;
import dev.carousel.nlp.text.parallel.ParallelSource;
import dev.carousel.nlp.text.tagged.TaggedSource;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NlpModuleTest {
  private static final NamedTypes TYPES =
      Guice.createInjector(new NlpModule()).getInstance(NamedTypes.class);

  @Test
  void theModuleIsFoundOnTheClassPath() {
    assertThat(ServiceLoader.load(Module.class)).hasAtLeastOneElementOfType(NlpModule.class);
  }

  @Test
  void everyTypeHasItsName() {
    assertThat(TYPES.of(Tokenizer.class))
        .extracting(NamedType::name)
        .containsExactly("byte-pairs", "bytes", "characters", "normalized", "whitespace", "words");
    assertThat(TYPES.of(TextSource.class))
        .extracting(NamedType::name)
        .containsExactly("source-tree", "text-file", "text-files");
    assertThat(TYPES.of(LabelledSource.class))
        .extracting(NamedType::name)
        .containsExactly("class-files", "labelled-json-lines", "labelled-lines");
    assertThat(TYPES.of(ParallelSource.class))
        .extracting(NamedType::name)
        .containsExactly("parallel-files", "parallel-lines");
    assertThat(TYPES.of(DocumentSource.class))
        .extracting(NamedType::name)
        .containsExactly("summary-json-lines");
    assertThat(TYPES.of(TaggedSource.class))
        .extracting(NamedType::name)
        .containsExactly("tagged-columns");
    assertThat(TYPES.of(Task.class))
        .extracting(NamedType::name)
        .contains(
            "extractive-summary",
            "language-model",
            "tagging",
            "text-classification",
            "translation");
    assertThat(TYPES.of(Architecture.class)).extracting(NamedType::name).contains("language-model");
    assertThat(TYPES.of(Tokenizer.class)).extracting(NamedType::module).containsOnly("nlp");
  }
}

package dev.carousel.nlp.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Module;
import dev.carousel.nlp.text.TextSource;
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
    assertThat(TYPES.of(Task.class)).extracting(NamedType::name).contains("language-model");
    assertThat(TYPES.of(Architecture.class)).extracting(NamedType::name).contains("language-model");
    assertThat(TYPES.of(Tokenizer.class)).extracting(NamedType::module).containsOnly("nlp");
  }
}

package dev.carousel.nlp.plugin;

import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.nlp.language.LanguageModel;
import dev.carousel.nlp.language.LanguageModelling;
import dev.carousel.nlp.summary.ExtractiveSummariser;
import dev.carousel.nlp.text.SourceTree;
import dev.carousel.nlp.text.TextFile;
import dev.carousel.nlp.text.TextFiles;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.TextSplit;
import dev.carousel.nlp.token.BytePairs;
import dev.carousel.nlp.token.Bytes;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.Normalized;
import dev.carousel.nlp.token.Normalized.Form;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.nlp.token.Words;
import dev.carousel.plugin.Plugin;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import java.util.Optional;

/** Contributes the text task, its sources, its tokenizers and its model. */
public final class NlpModule extends Plugin {
  /** The plug-in "nlp". */
  public NlpModule() {
    super("nlp");
  }

  @Override
  protected void configure() {
    TextSplit split = new TextSplit(0.05, 0.05);
    contribute(Tokenizer.class, "characters", new Characters());
    contribute(Tokenizer.class, "whitespace", new Whitespace(true));
    contribute(Tokenizer.class, "words", new Words(true));
    contribute(Tokenizer.class, "bytes", new Bytes());
    contribute(Tokenizer.class, "byte-pairs", new BytePairs());
    contribute(Tokenizer.class, "normalized", new Normalized(Optional.of(Form.NFC), false, null));
    contribute(
        TextSource.class,
        "text-file",
        new TextFile(null, split, Optional.empty(), Optional.empty()));
    contribute(
        TextSource.class,
        "text-files",
        new TextFiles(null, null, null, Optional.empty(), Optional.empty()));
    contribute(TextSource.class, "source-tree", new SourceTree(null, null, split));
    contribute(
        Task.class,
        "language-model",
        new LanguageModelling(null, new Characters(), VocabularyLimits.NONE, 64));
    contribute(
        Architecture.class,
        "language-model",
        new LanguageModel(64, RecurrentStack.of(null), 0, new PyTorchInitializer()));
    contribute(
        Architecture.class,
        "extractive-summariser",
        new ExtractiveSummariser(
            128, RecurrentStack.of(null), new MaxPooling(), 0, 0, new PyTorchInitializer()));
  }
}

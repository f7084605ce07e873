package dev.carousel.nlp.plugin;

import dev.carousel.decode.BeamSearch;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.nlp.classification.TextClassification;
import dev.carousel.nlp.language.LanguageModel;
import dev.carousel.nlp.language.LanguageModelling;
import dev.carousel.nlp.summary.ExtractiveSummariser;
import dev.carousel.nlp.summary.ExtractiveSummary;
import dev.carousel.nlp.summary.SentenceTargets;
import dev.carousel.nlp.tagging.Tagging;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Folds;
import dev.carousel.nlp.text.SourceTree;
import dev.carousel.nlp.text.TextFile;
import dev.carousel.nlp.text.TextFiles;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.TextSplit;
import dev.carousel.nlp.text.document.DocumentSource;
import dev.carousel.nlp.text.document.SummaryJsonLines;
import dev.carousel.nlp.text.labelled.ClassFiles;
import dev.carousel.nlp.text.labelled.LabelledJsonLines;
import dev.carousel.nlp.text.labelled.LabelledLines;
import dev.carousel.nlp.text.labelled.LabelledSource;
import dev.carousel.nlp.text.parallel.ParallelFiles;
import dev.carousel.nlp.text.parallel.ParallelLines;
import dev.carousel.nlp.text.parallel.ParallelSource;
import dev.carousel.nlp.text.tagged.TaggedColumns;
import dev.carousel.nlp.text.tagged.TaggedSource;
import dev.carousel.nlp.token.BytePairs;
import dev.carousel.nlp.token.Bytes;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.Normalized;
import dev.carousel.nlp.token.Normalized.Form;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.nlp.token.Words;
import dev.carousel.nlp.translation.TextEncoding;
import dev.carousel.nlp.translation.Translation;
import dev.carousel.plugin.Plugin;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import java.util.Optional;
import java.util.OptionalInt;

/** Contributes text tasks, their sources, tokenizers and models. */
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
    contributeExamples();
    contribute(
        Task.class,
        "text-classification",
        new TextClassification(
            null, new Words(false), VocabularyLimits.NONE, Optional.empty(), OptionalInt.empty()));
    contribute(Task.class, "tagging", new Tagging(null, VocabularyLimits.NONE, Optional.empty()));
    TextEncoding words =
        new TextEncoding(new Words(false), VocabularyLimits.NONE, Optional.empty());
    contribute(
        Task.class,
        "translation",
        new Translation(
            null,
            words,
            Optional.of(words),
            OptionalInt.empty(),
            new BeamSearch(5, 10, 2, 0.6, 0)));
    contribute(
        Task.class,
        "extractive-summary",
        new ExtractiveSummary(
            null,
            new Words(false),
            VocabularyLimits.NONE,
            Optional.empty(),
            OptionalInt.empty(),
            1,
            SentenceTargets.ORACLE));
    contribute(
        Task.class,
        "language-model",
        new LanguageModelling(null, new Characters(), VocabularyLimits.NONE, Optional.empty(), 64));
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

  /** Where examples come from that stand one beside the other. */
  private void contributeExamples() {
    Folds tenth = new Folds(10, 0, 1);
    contribute(
        LabelledSource.class,
        "labelled-lines",
        new LabelledLines(null, null, null, DataFile.UTF_8, Optional.empty(), Optional.empty()));
    contribute(
        LabelledSource.class,
        "labelled-json-lines",
        new LabelledJsonLines(
            null, null, null, "text", "label", Optional.empty(), Optional.empty()));
    contribute(
        LabelledSource.class,
        "class-files",
        new ClassFiles(null, tenth, DataFile.UTF_8, Optional.empty()));
    contribute(
        ParallelSource.class,
        "parallel-files",
        new ParallelFiles(null, null, DataFile.UTF_8, Optional.empty()));
    contribute(
        ParallelSource.class,
        "parallel-lines",
        new ParallelLines(null, 1, 2, tenth, DataFile.UTF_8, Optional.empty(), Optional.empty()));
    contribute(
        DocumentSource.class,
        "summary-json-lines",
        new SummaryJsonLines(
            null, null, null, "source", "target", Optional.empty(), Optional.empty()));
    contribute(
        TaggedSource.class,
        "tagged-columns",
        new TaggedColumns(
            null, null, null, 1, 2, DataFile.UTF_8, Optional.empty(), Optional.empty()));
  }
}

package dev.carousel.nlp.token;

import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A codec in the form of Hugging Face's tokenizer.json: normalizer, pre_tokenizer, model and
 * decoder, one after the other, and tokens that are found before all of them. Other programs read
 * all of it but {@link Words}, which the form has no word for: they refuse the type {@value #WORDS}
 * instead of cutting the text otherwise.
 *
 * @param tree what is written
 */
record TokenizerJson(ObjectNode tree) {
  static final String WORDS = "CarouselWords";

  /** One character each; a dot would leave line feeds out. */
  static final String ANY_CHARACTER = "[\\s\\S]";

  /** What a line's end is replaced with, before white space divides tokens. */
  static final String SPACED_LINE_END = " " + SplitTokenizer.LINE_END + " ";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  // Tokens are keys: of any length, and so many different ones that a table of them costs.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNameLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  /** Parses a text. */
  static TokenizerJson parse(String text) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new InvalidDataException(
          "line %d, column %d: %s"
              .formatted(
                  at.getLineNr(),
                  at.getColumnNr(),
                  e.getOriginalMessage()
                      .replaceFirst("(?s) \\(start marker.*", "")
                      .replaceFirst(
                          "(?s)Duplicate Object property \"(.*)\"", "duplicate key '$1'")),
          e);
    }
    if (tree instanceof ObjectNode object) {
      return new TokenizerJson(object);
    }
    throw new InvalidDataException(
        "expected a JSON object with the keys of a tokenizer.json, got "
            + (tree.isMissingNode() ? "nothing" : Place.shown(tree)));
  }

  /** A codec that cuts by a rule. */
  static TokenizerJson of(SplitCodec codec) {
    TokenizerJson json = empty();
    if (codec.tokenizer() instanceof Characters) {
      ObjectNode split = typed("Split");
      split.putObject("pattern").put("Regex", ANY_CHARACTER);
      split.put("behavior", "Isolated").put("invert", false);
      json.tree.set("pre_tokenizer", split);
      json.tree.set("decoder", typed("Fuse"));
    } else if (codec.tokenizer() instanceof Whitespace whitespace) {
      if (whitespace.lineEnds()) {
        json.tree.set("normalizer", lineEnds());
      }
      json.tree.set("pre_tokenizer", typed("WhitespaceSplit"));
    } else if (codec.tokenizer() instanceof Words words) {
      json.tree.set("pre_tokenizer", typed(WORDS).put("lineEnds", words.lineEnds()));
    }
    ObjectNode model = typed("WordLevel");
    model.set("vocab", vocabulary(codec.vocabulary()));
    model.put("unk_token", codec.vocabulary().token(codec.vocabulary().unknown().orElseThrow()));
    json.tree.set("model", model);
    return json;
  }

  /** A codec of bytes. */
  static TokenizerJson of(ByteLevelCodec codec) {
    TokenizerJson json = empty();
    json.tree.set("pre_tokenizer", byteLevel(codec.words()));
    json.tree.set("decoder", byteLevel(codec.words()));
    Vocabulary vocabulary = codec.vocabulary();
    ObjectNode model = typed("BPE").putNull("dropout");
    vocabulary
        .unknown()
        .ifPresentOrElse(
            id -> model.put("unk_token", vocabulary.token(id)), () -> model.putNull("unk_token"));
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    model.set("vocab", vocabulary(vocabulary));
    // The older of the two forms of merges, which every version of other programs reads.
    ArrayNode merges = model.putArray("merges");
    for (BytePairMerges.Merge merge : codec.merges().merges()) {
      merges.add(vocabulary.token(merge.left()) + " " + vocabulary.token(merge.right()));
    }
    json.tree.set("model", model);
    return json;
  }

  private static TokenizerJson empty() {
    ObjectNode tree = NODES.objectNode();
    tree.put("version", "1.0").putNull("truncation").putNull("padding").putArray("added_tokens");
    tree.putNull("normalizer").putNull("pre_tokenizer").putNull("post_processor");
    tree.putNull("decoder").putNull("model");
    return new TokenizerJson(tree);
  }

  private static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }

  private static ObjectNode byteLevel(boolean words) {
    return typed("ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", words);
  }

  /** The normalizer that makes a token of every line's end, for white space to divide. */
  static ObjectNode lineEnds() {
    ObjectNode replace = typed("Replace");
    replace.putObject("pattern").put("Regex", SpacedTokens.AT_LINE_END);
    return replace.put("content", SPACED_LINE_END);
  }

  private static ObjectNode vocabulary(Vocabulary vocabulary) {
    ObjectNode ids = NODES.objectNode();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.token(id), id);
    }
    return ids;
  }

  /** The same with tokens that are found in the text first. */
  TokenizerJson withSpecialTokens(SpecialTokens special, Vocabulary vocabulary) {
    ArrayNode added = tree.putArray("added_tokens");
    for (String token : special.tokens()) {
      ObjectNode entry = added.addObject().put("id", vocabulary.id(token)).put("content", token);
      entry.put("single_word", false).put("lstrip", false).put("rstrip", false);
      entry.put("normalized", false).put("special", true);
    }
    return this;
  }

  /** The same with a text that is normalised first. */
  TokenizerJson normalizing(Normalization normalization) {
    List<ObjectNode> all = new ArrayList<>();
    normalization.form().ifPresent(form -> all.add(typed(form.name())));
    if (normalization.lowercase()) {
      all.add(typed("Lowercase"));
    }
    if (tree.get("normalizer") instanceof ObjectNode present) {
      all.add(present);
    }
    if (all.size() == 1) {
      tree.set("normalizer", all.get(0));
    } else {
      ObjectNode sequence = typed("Sequence");
      sequence.putArray("normalizers").addAll(all);
      tree.set("normalizer", sequence);
    }
    return this;
  }

  /** The JSON text, over several lines, the last one ended. */
  String text() {
    return MAPPER
            .writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT))
            .writeValueAsString(tree)
        + "\n";
  }
}

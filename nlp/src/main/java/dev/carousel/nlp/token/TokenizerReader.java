package dev.carousel.nlp.token;

import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.token.BytePairMerges.Merge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Makes a codec of a tokenizer.json. Every part is either understood or refused by its JSON
 * pointer; nothing that would change an id, a place or a decoded text is passed over.
 */
final class TokenizerReader {
  private static final String BPE = "BPE";
  private static final String WORD_LEVEL = "WordLevel";
  private static final String BYTE_LEVEL = "ByteLevel";

  private final Place root;

  private TokenizerReader(Place root) {
    this.root = root;
  }

  /** See {@link TextCodec#read}. */
  static TextCodec read(String json) {
    return new TokenizerReader(new Place(TokenizerJson.parse(json).tree(), "")).codec();
  }

  private TextCodec codec() {
    root.object(
        "version",
        "truncation",
        "padding",
        "added_tokens",
        "normalizer",
        "pre_tokenizer",
        "post_processor",
        "decoder",
        "model");
    root.at("version").only("1.0");
    root.at("truncation").only((Object) null);
    root.at("padding").only((Object) null);
    List<Place> normalizers = normalizers();
    SpecialTokens special = specialTokens(!normalizers.isEmpty());
    Place postProcessor = root.at("post_processor");
    if (!postProcessor.isAbsent()) {
      postProcessor.type("null or an object", Stream.of(BYTE_LEVEL));
      postProcessor.object("type", "add_prefix_space", "trim_offsets", "use_regex");
      postProcessor.at("trim_offsets").only(false);
    }
    Optional<Normalization> normalization = normalization(normalizers);
    TextCodec codec =
        modelType().equals(BPE) ? bytePairs(normalizers, special) : wordLevel(normalizers);
    TextCodec normalizing =
        normalization.<TextCodec>map(present -> new NormalizedCodec(present, codec)).orElse(codec);
    return SpecialTokensCodec.around(special, normalizing);
  }

  /** GPT-2's own file has no type there. */
  private String modelType() {
    Place model = root.at("model");
    boolean untyped = model.at("type").isAbsent() && !model.at("merges").isAbsent();
    return untyped ? BPE : model.type("an object", Stream.of(BPE, WORD_LEVEL));
  }

  private SpecialTokens specialTokens(boolean normalizes) {
    List<String> tokens = new ArrayList<>();
    Place added = root.at("added_tokens");
    if (added.isAbsent()) {
      return new SpecialTokens(tokens);
    }
    for (Place token : added.elements("a list of tokens")) {
      token.object("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
      token.at("id").id();
      String content = token.at("content").string("a token");
      if (content.isEmpty() || tokens.contains(content)) {
        throw token.at("content").expected("a token that is not empty and stands once");
      }
      token.at("single_word").only(false);
      token.at("lstrip").only(false);
      token.at("rstrip").only(false);
      token.at("special").only(true);
      if (normalizes) {
        token.at("normalized").only(false);
      } else {
        token.at("normalized").only(false, true);
      }
      tokens.add(content);
    }
    return new SpecialTokens(tokens);
  }

  private List<Place> normalizers() {
    Place normalizer = root.at("normalizer");
    if (normalizer.isAbsent()) {
      return new ArrayList<>();
    }
    if (normalizer.node().path("type").stringValue("").equals("Sequence")) {
      normalizer.object("type", "normalizers");
      return new ArrayList<>(normalizer.at("normalizers").elements("a list of normalizers"));
    }
    return new ArrayList<>(List.of(normalizer));
  }

  /** Takes a form and lower case off the list's front. */
  private static Optional<Normalization> normalization(List<Place> normalizers) {
    Optional<Normalized.Form> form = Optional.empty();
    for (Normalized.Form candidate : Normalized.Form.values()) {
      if (form.isEmpty() && takeFirst(normalizers, candidate.name())) {
        form = Optional.of(candidate);
      }
    }
    boolean lowercase = takeFirst(normalizers, "Lowercase");
    return form.isEmpty() && !lowercase
        ? Optional.empty()
        : Optional.of(new Normalization(form, lowercase));
  }

  private static boolean takeFirst(List<Place> normalizers, String type) {
    if (normalizers.isEmpty()
        || !normalizers.get(0).node().path("type").stringValue("").equals(type)) {
      return false;
    }
    normalizers.remove(0).object("type");
    return true;
  }

  private static void requireNoMore(List<Place> normalizers, String supported) {
    if (!normalizers.isEmpty()) {
      Place first = normalizers.get(0);
      throw new InvalidDataException(
          "unsupported normalizer %s at %s; supported: %s"
              .formatted(Place.shown(first.node().path("type")), first.pointer(), supported));
    }
  }

  private TextCodec wordLevel(List<Place> normalizers) {
    Place preTokenizer = root.at("pre_tokenizer");
    String type =
        preTokenizer.type("an object", Stream.of("WhitespaceSplit", "Split", TokenizerJson.WORDS));
    SplitTokenizer tokenizer =
        switch (type) {
          case "WhitespaceSplit" -> {
            preTokenizer.object("type");
            boolean lineEnds =
                !normalizers.isEmpty()
                    && normalizers.get(0).node().equals(TokenizerJson.lineEnds());
            if (lineEnds) {
              normalizers.remove(0);
            }
            yield new Whitespace(lineEnds);
          }
          case "Split" -> {
            preTokenizer.object("type", "pattern", "behavior", "invert");
            preTokenizer.at("pattern").object("Regex");
            preTokenizer.at("pattern").at("Regex").only(TokenizerJson.ANY_CHARACTER);
            preTokenizer.at("behavior").only("Isolated");
            preTokenizer.at("invert").only(false);
            yield new Characters();
          }
          default -> {
            preTokenizer.object("type", "lineEnds");
            preTokenizer.at("lineEnds").only(false, true);
            yield new Words(preTokenizer.at("lineEnds").node().booleanValue());
          }
        };
    requireNoMore(normalizers, "NFC, NFD, NFKC or NFKD, then Lowercase");
    Place decoder = root.at("decoder");
    if (tokenizer instanceof Characters) {
      decoder.type("an object", Stream.of("Fuse"));
      decoder.object("type");
    } else {
      decoder.only((Object) null);
    }
    Place model = root.at("model").object("type", "vocab", "unk_token");
    List<String> tokens = tokens();
    String unknown = model.at("unk_token").string("a token");
    if (!tokens.contains(unknown)) {
      throw model.at("unk_token").expected("a token of /model/vocab");
    }
    return new SplitCodec(
        tokenizer, Vocabulary.numbered(tokens, OptionalInt.of(tokens.indexOf(unknown))));
  }

  private TextCodec bytePairs(List<Place> normalizers, SpecialTokens special) {
    requireNoMore(normalizers, "NFC, NFD, NFKC or NFKD, then Lowercase");
    Place preTokenizer = root.at("pre_tokenizer");
    preTokenizer.type("an object", Stream.of(BYTE_LEVEL));
    preTokenizer.object("type", "add_prefix_space", "trim_offsets", "use_regex");
    preTokenizer.at("add_prefix_space").only(false);
    preTokenizer.at("use_regex").only(null, false, true);
    boolean words = preTokenizer.at("use_regex").node().booleanValue(true);
    root.at("decoder").type("an object", Stream.of(BYTE_LEVEL));
    root.at("decoder").object("type", "add_prefix_space", "trim_offsets", "use_regex");
    Place model = root.at("model");
    model.object(
        "type",
        "dropout",
        "unk_token",
        "continuing_subword_prefix",
        "end_of_word_suffix",
        "fuse_unk",
        "byte_fallback",
        "ignore_merges",
        "vocab",
        "merges");
    model.at("dropout").only((Object) null);
    model.at("continuing_subword_prefix").only(null, "");
    model.at("end_of_word_suffix").only(null, "");
    model.at("fuse_unk").only(null, false);
    model.at("byte_fallback").only(null, false);
    model.at("ignore_merges").only(null, false);
    List<String> tokens = tokens();
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
    for (int unsigned : ByteAlphabet.bytesInOrderOfSymbols()) {
      String symbol = ByteAlphabet.symbol(unsigned);
      if (!ids.containsKey(symbol)) {
        throw new InvalidDataException(
            "missing key '%s' at /model/vocab; expected every byte in GPT-2's alphabet"
                .formatted(symbol));
      }
    }
    // No text has unknown bytes; the token is kept for whoever asks for it.
    String unknown =
        model.at("unk_token").isAbsent() ? "" : model.at("unk_token").string("a token");
    OptionalInt unknownId =
        ids.containsKey(unknown) ? OptionalInt.of(ids.get(unknown)) : OptionalInt.empty();
    return new ByteLevelCodec(
        Vocabulary.numbered(tokens, unknownId), new BytePairMerges(merges(ids)), words, special);
  }

  private List<Merge> merges(Map<String, Integer> ids) {
    List<Merge> merges = new ArrayList<>();
    Map<Long, String> known = new LinkedHashMap<>();
    for (Place place : root.at("model").at("merges").elements("a list of merges")) {
      String[] pair = pair(place);
      String merged = pair[0] + pair[1];
      for (String token : List.of(pair[0], pair[1], merged)) {
        if (!ids.containsKey(token)) {
          throw new InvalidDataException(
              "'%s' at %s is not a token of /model/vocab".formatted(token, place.pointer()));
        }
      }
      Merge merge = new Merge(ids.get(pair[0]), ids.get(pair[1]), ids.get(merged));
      String before = known.put(BytePairMerges.pair(merge.left(), merge.right()), place.pointer());
      if (before != null) {
        throw new InvalidDataException(
            "the merge at %s stands at %s already".formatted(place.pointer(), before));
      }
      merges.add(merge);
    }
    return merges;
  }

  /** Either "a b" or ["a", "b"]. */
  private static String[] pair(Place place) {
    String[] pair =
        place.node().isString()
            ? place.node().stringValue().split(" ", -1)
            : place.node().isArray()
                ? place.elements("").stream()
                    .map(element -> element.string("a token"))
                    .toArray(String[]::new)
                : new String[0];
    if (pair.length != 2) {
      throw place.expected("two tokens, \"a b\" or [\"a\", \"b\"]");
    }
    return pair;
  }

  /** All tokens in the order of their ids, which begin at 0 and leave none out. */
  private List<String> tokens() {
    TreeMap<Integer, String> byId = new TreeMap<>();
    Place vocabulary = root.at("model").at("vocab");
    vocabulary.values("an object of ids by token");
    for (Map.Entry<String, JsonNode> entry : vocabulary.node().properties()) {
      add(byId, entry.getKey(), vocabulary.at(entry.getKey()));
    }
    if (!root.at("added_tokens").isAbsent()) {
      for (Place added : root.at("added_tokens").elements("a list of tokens")) {
        String token = added.at("content").node().stringValue();
        Place inVocabulary = vocabulary.at(token);
        if (inVocabulary.isAbsent()) {
          add(byId, token, added.at("id"));
        } else if (added.at("id").id() != inVocabulary.id()) {
          throw added.at("id").expected("the id of " + inVocabulary.pointer());
        }
      }
    }
    if (byId.isEmpty()) {
      throw vocabulary.expected("a token at least");
    }
    if (byId.lastKey() != byId.size() - 1) {
      int missing = 0;
      while (byId.containsKey(missing)) {
        missing++;
      }
      throw new InvalidDataException(
          "no token has id %d at /model/vocab; expected every id from 0 to %d"
              .formatted(missing, byId.lastKey()));
    }
    return new ArrayList<>(byId.values());
  }

  private static void add(TreeMap<Integer, String> byId, String token, Place place) {
    String other = byId.put(place.id(), token);
    if (other != null) {
      throw new InvalidDataException(
          "id %d at %s is that of '%s' already".formatted(place.id(), place.pointer(), other));
    }
  }
}

package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
  private static final String FOREIGN = resource("gpt-2-style.json");

  private static final String WORD_LEVEL =
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [{"id": 1, "content": "[PAD]", "single_word": false, "lstrip": false,
                         "rstrip": false, "normalized": false, "special": true}],
       "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "Lowercase"}]},
       "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null,
       "model": {"type": "WordLevel", "vocab": {"a": 3, "[UNK]": 0, "b": 2}, "unk_token": "[UNK]"}}
      """;

  private static String resource(String name) {
    try (InputStream in = TokenizerJsonTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ids and places are those that the Python package tokenizers 0.23.2 gives for this file. */
  @Test
  void aFileOfAnotherProgramEncodesAsItDoesThere() {
    TextCodec codec = TextCodec.read(FOREIGN);
    String text = "she'd  turned\n\n it<|endoftext|>The Grüße \ud83d\ude00";

    assertThat(codec.vocabulary().size()).isEqualTo(300);
    assertThat(codec.vocabulary().unknown()).isEmpty();
    assertThat(codec.encode("The slower mill turned."))
        .containsExactly(268, 278, 260, 277, 266, 14);
    assertThat(codec.encode(text))
        .containsExactly(
            83, 257, 279, 221, 266, 199, 199, 221, 295, 0, 268, 221, 284, 128, 121, 128, 254, 69,
            221, 173, 254, 247, 223);
    assertThat(codec.tokens(text).map(token -> token.start() + "-" + token.end()))
        .containsExactly(
            "0-1",
            "1-3",
            "3-5",
            "5-6",
            "6-13",
            "13-14",
            "14-15",
            "15-16",
            "16-18",
            "18-31",
            "31-34",
            "34-35",
            "35-37",
            "37-38",
            "37-38",
            "38-39",
            "38-39",
            "39-40",
            "40-41",
            // There places are counted in code points.
            "41-43",
            "41-43",
            "41-43",
            "41-43");
    assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
    assertThat(TextCodec.read(codec.json())).isEqualTo(codec);
  }

  @Test
  void bothFormsOfMergesAreRead() {
    Matcher pairs = Pattern.compile("\\[(\"[^\"]+)\",\"([^\"]+\")]").matcher(FOREIGN);
    String older =
        pairs.replaceAll(pair -> Matcher.quoteReplacement(pair.group(1) + " " + pair.group(2)));

    assertThat(older).contains("\"h e\"").isNotEqualTo(FOREIGN);
    assertThat(TextCodec.read(older)).isEqualTo(TextCodec.read(FOREIGN));
  }

  @Test
  void theModelsTypeMayBeLeftOutWhereThereAreMerges() {
    assertThat(TextCodec.read(FOREIGN.replace("\"type\":\"BPE\",", "")))
        .isEqualTo(TextCodec.read(FOREIGN));
  }

  @Test
  void aWordLevelFileOfAnotherProgramIsRead() {
    TextCodec codec = TextCodec.read(WORD_LEVEL);

    assertThat(codec.vocabulary().tokens()).containsExactly("[UNK]", "[PAD]", "b", "a");
    assertThat(codec.encode("A[PAD]b x")).containsExactly(3, 1, 2, 0);
    assertThat(codec.decode(new int[] {3, 1, 0})).isEqualTo("a [PAD] [UNK]");
    assertThat(TextCodec.read(codec.json())).isEqualTo(codec);
  }

  @Test
  void whitespaceIsWrittenInWordsOfTheForm() {
    String json =
        new Normalized(Optional.of(Normalized.Form.NFKC), true, new Whitespace(true))
            .learn(Stream.of("b \n"), List.of(), VocabularyLimits.NONE)
            .json();

    assertThat(json)
        .isEqualTo(
            """
            {
              "version" : "1.0",
              "truncation" : null,
              "padding" : null,
              "added_tokens" : [ ],
              "normalizer" : {
                "type" : "Sequence",
                "normalizers" : [
                  {
                    "type" : "NFKC"
                  },
                  {
                    "type" : "Lowercase"
                  },
                  {
                    "type" : "Replace",
                    "pattern" : {
                      "Regex" : "\\\\r\\\\n|\\\\r|\\\\n|(?<=[^\\\\r\\\\n])\\\\z"
                    },
                    "content" : " <eos> "
                  }
                ]
              },
              "pre_tokenizer" : {
                "type" : "WhitespaceSplit"
              },
              "post_processor" : null,
              "decoder" : null,
              "model" : {
                "type" : "WordLevel",
                "vocab" : {
                  "<unk>" : 0,
                  "<eos>" : 1,
                  "b" : 2
                },
                "unk_token" : "<unk>"
              }
            }
            """);
  }

  @Test
  void bytePairsAreWrittenInWordsOfTheForm() {
    String json =
        new BytePairs()
            .learn(
                Stream.of("ab abc"), List.of("<go>"), new VocabularyLimits(1, OptionalInt.of(260)))
            .json();

    assertThat(json.replaceAll("\\s+", ""))
        .startsWith(
            ("{'version':'1.0','truncation':null,'padding':null,'added_tokens':[{'id':0,"
                    + "'content':'<go>','single_word':false,'lstrip':false,'rstrip':false,"
                    + "'normalized':false,'special':true}],'normalizer':null,'pre_tokenizer':"
                    + "{'type':'ByteLevel','add_prefix_space':false,'trim_offsets':false,"
                    + "'use_regex':true},'post_processor':null,'decoder':{'type':'ByteLevel',"
                    + "'add_prefix_space':false,'trim_offsets':false,'use_regex':true},'model':"
                    + "{'type':'BPE','dropout':null,'unk_token':null,"
                    + "'continuing_subword_prefix':null,'end_of_word_suffix':null,"
                    + "'fuse_unk':false,'byte_fallback':false,'ignore_merges':false,"
                    + "'vocab':{'<go>':0,'!':1,")
                .replace('\'', '"'))
        .endsWith("\"ab\":257,\"Ġab\":258,\"Ġabc\":259},\"merges\":[\"ab\",\"Ġab\",\"Ġabc\"]}}");
    assertThat(json).contains("\"a b\"", "\"Ġ ab\"", "\"Ġab c\"");
  }

  /** A replacement in the file of the other program, with ' for ", and what it leads to. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      maxCharsPerColumn = 1000,
      value = {
        "'version':'1.0' -> 'version':'2.0' -> unsupported value \"2.0\" at /version; supported: \"1.0\"",
        "'version' -> 'edition' -> unknown key 'edition' at the top; known: version, truncation, padding, added_tokens, normalizer, pre_tokenizer, post_processor, decoder, model",
        "'truncation':null -> 'truncation':{} -> unsupported value an object at /truncation; supported: null",
        "'padding':null -> 'padding':{} -> unsupported value an object at /padding; supported: null",
        "'lstrip':false -> 'lstrip':true -> unsupported value true at /added_tokens/0/lstrip; supported: false",
        "'special':true -> 'special':false -> unsupported value false at /added_tokens/0/special; supported: true",
        "'content':'<|endoftext|>' -> 'content':'' -> `expected a token that is not empty and stands once at /added_tokens/0/content, got \"\"`",
        "'id':0 -> 'id':7 -> expected the id of /model/vocab/<|endoftext|> at /added_tokens/0/id, got 7",
        "'id':0 -> 'id':-1 -> `expected an id, a whole number from 0 at /added_tokens/0/id, got -1`",
        "'normalizer':null -> 'normalizer':{'type':'StripAccents'} -> unsupported normalizer \"StripAccents\" at /normalizer; supported: NFC, NFD, NFKC or NFKD, then Lowercase",
        "'normalizer':null -> 'normalizer':{'type':'Sequence','normalizers':[{'type':'Lowercase'},{'type':'NFC'}]} -> unsupported normalizer \"NFC\" at /normalizer/normalizers/1; supported: NFC, NFD, NFKC or NFKD, then Lowercase",
        "'pre_tokenizer':{'type':'ByteLevel' -> 'pre_tokenizer':{'type':'Metaspace' -> unsupported type 'Metaspace' at /pre_tokenizer/type; supported: ByteLevel",
        "'add_prefix_space':false -> 'add_prefix_space':true -> unsupported value true at /pre_tokenizer/add_prefix_space; supported: false",
        "'post_processor':{'type':'ByteLevel' -> 'post_processor':{'type':'TemplateProcessing' -> unsupported type 'TemplateProcessing' at /post_processor/type; supported: ByteLevel",
        "'trim_offsets':false -> 'trim_offsets':true -> unsupported value true at /post_processor/trim_offsets; supported: false",
        "'type':'BPE' -> 'type':'Unigram' -> unsupported type 'Unigram' at /model/type; supported: BPE, WordLevel",
        "'dropout':null -> 'dropout':0.1 -> unsupported value 0.1 at /model/dropout; supported: null",
        "'byte_fallback':false -> 'byte_fallback':true -> unsupported value true at /model/byte_fallback; supported: null, false",
        "'ignore_merges':false -> 'ignore_merges':true -> unsupported value true at /model/ignore_merges; supported: null, false",
        "'fuse_unk':false -> 'fuse':false -> unknown key 'fuse' at /model; known: type, dropout, unk_token, continuing_subword_prefix, end_of_word_suffix, fuse_unk, byte_fallback, ignore_merges, vocab, merges",
        "'Ġ':221 -> 'ĠĠ':221 -> missing key 'Ġ' at /model/vocab; expected every byte in GPT-2's alphabet",
        "'Ġ':221 -> 'Ġ':'x' -> `expected an id, a whole number from 0 at /model/vocab/Ġ, got \"x\"`",
        "'/':15 -> '/':14 -> id 14 at /model/vocab/~1 is that of '.' already",
        "'/':15 -> '/':300 -> no token has id 15 at /model/vocab; expected every id from 0 to 300",
        "['h','e'] -> ['h','q'] -> 'hq' at /model/merges/0 is not a token of /model/vocab",
        "['h','e'] -> ['h'] -> `expected two tokens, \"a b\" or [\"a\", \"b\"] at /model/merges/0, got a list`",
        "['h','e'] -> 'he' -> `expected two tokens, \"a b\" or [\"a\", \"b\"] at /model/merges/0, got \"he\"`",
        "['h','e'] -> ['h',1] -> `expected a token at /model/merges/0/1, got 1`",
        "['h','e'] -> ['h','e'],'h e' -> the merge at /model/merges/1 stands at /model/merges/0 already",
        "{'version' -> {'version':'1.0','version' -> `line 1, column 27: duplicate key 'version'`",
      })
  void whatIsNotUnderstoodIsRefusedByItsPlace(String old, String changed, String message) {
    String json =
        FOREIGN.replaceFirst(
            Pattern.quote(old.replace('\'', '"')),
            Matcher.quoteReplacement(changed.replace('\'', '"')));
    assertThat(json).isNotEqualTo(FOREIGN);

    assertThatThrownBy(() -> TextCodec.read(json))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      maxCharsPerColumn = 1000,
      value = {
        "'WhitespaceSplit' -> 'BertPreTokenizer' -> unsupported type 'BertPreTokenizer' at /pre_tokenizer/type; supported: WhitespaceSplit, Split, CarouselWords",
        "{'type': 'WhitespaceSplit'} -> null -> `expected an object at /pre_tokenizer, got null`",
        "{'type': 'WhitespaceSplit'} -> {'type': 'Split', 'pattern': {'Regex': '.'}} -> unsupported value \".\" at /pre_tokenizer/pattern/Regex; supported: \"[\\s\\S]\"",
        "'unk_token': '[UNK]' -> 'unk_token': 'x' -> `expected a token of /model/vocab at /model/unk_token, got \"x\"`",
        "'decoder': null -> 'decoder': {'type': 'WordPiece'} -> unsupported value an object at /decoder; supported: null",
        "'normalized': false -> 'normalized': true -> unsupported value true at /added_tokens/0/normalized; supported: false",
        "'added_tokens': [ -> 'added_tokens': [3, -> `expected an object at /added_tokens/0, got 3`",
      })
  void wordLevelFilesAreCheckedAsWell(String old, String changed, String message) {
    String json = WORD_LEVEL.replace(old.replace('\'', '"'), changed.replace('\'', '"'));
    assertThat(json).isNotEqualTo(WORD_LEVEL);

    assertThatThrownBy(() -> TextCodec.read(json))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> TextCodec.read(""))
        .hasMessage("expected a JSON object with the keys of a tokenizer.json, got nothing");
    assertThatThrownBy(() -> TextCodec.read("[1]"))
        .hasMessage("expected a JSON object with the keys of a tokenizer.json, got a list");
    assertThatThrownBy(() -> TextCodec.read("{\n  \"version\": x"))
        .hasMessageStartingWith("line 2, column 14: ");
  }
}

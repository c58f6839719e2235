/** Pixels of the picture. */
export const SYNTHETIC_WIDTH = 320;
export const SYNTHETIC_HEIGHT = 180;

/**
 * Colour bars: one H.264 key frame with its parameter sets (Annex B), made with ffmpeg's `smptebars`. One of them a
 * second is all the media that a synthetic stream has.
 */
export const SYNTHETIC_PICTURE = Buffer.from(
  [
    "AAAAAWdCwBWmEQUGfnwEQAAAAwBAAAADAIPFi4RgAAAAAWjIQgFksgAAAAFliIIfkxQA3xnEuwYq5KKuefFfHz9ozDSmCAJI",
    "gS4PDYg8NiJCxEhYP3vjMvEAJ5sGVclKueff18+D3xAACYaIAAZAk/vP+jMQ8QAhY3BirmUVc/ffGYYBTBAEBIgQPB4bGDw2",
    "IkLGJCxffXXTzPabvT1109PXT1109ddPXXXXTzPeunrrp6eunm7109ddPXXXXT09dPXXT09dPXXT1109ddddPT1083eunp66",
    "ebvXT1109ddddPT109ddPT109ddPXXT111109PXT1109PXTzd66euunrrmwcAAkHwQABGRU1i1iXYMVclFXPOor4+1i8A9ry",
    "awraCtqDw2IhYiQsRAsHVXLX/x+GC6X+gHgyrkk3OFNw6nwdNaxGBwOXNCASGOdbFr/8MPBbUW88BoMVc54Nu5tWmv/jh8N+",
    "8UA8HJMB0HhscSFjnV/lrNmwQCdCWmsWrQBLKKuf//8Qw7rgwRIP++vd7i8BL10eFoYxCxxAsZ1kX/4hh4Ld8bRhxX3//wHg",
    "qnbJNzyTc51kURa15oebAcFmXhLQXc1tf/EP4KrV5W7n09f/wwDRH31q+uZy+U73rrp3Pu9875TO9X30rk66666666enrrp6",
    "66enm/V11111111109PXXTzd66enp66666668A==",
  ].join(""),
  "base64",
);

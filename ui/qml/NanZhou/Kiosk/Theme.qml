pragma Singleton
import QtQuick
import NanZhou.Shell

// Every colour, size and duration of the pages, by what it is for.
QtObject {
    readonly property bool elder: Shell.elder
    readonly property real scale: elder ? 1.3 : 1.0

    readonly property color ink: elder ? "#0B1B2B" : "#16344F"
    readonly property color inkDeep: elder ? "#000000" : "#0E2438"
    readonly property color inkSoft: elder ? "#22384D" : "#27496A"
    readonly property color paper: elder ? "#FFFFFF" : "#F5F1E8"
    readonly property color card: "#FFFFFF"
    readonly property color sunken: elder ? "#FFFFFF" : "#FAF7F0"
    readonly property color line: elder ? "#0B1B2B" : "#E2DACA"
    readonly property color shade: elder ? "#0B1B2B" : "#D9CFBB"
    readonly property color idle: elder ? "#E3E7EB" : "#E6E0D4"
    readonly property color idleDeep: elder ? "#8996A1" : "#CFC6B4"
    readonly property color pressed: elder ? "#D5DCE3" : "#F0E6CF"
    readonly property color text: elder ? "#000000" : "#1D2A36"
    readonly property color muted: elder ? "#26323D" : "#5B6670"
    readonly property color accent: elder ? "#8E1B10" : "#B5392B"
    readonly property color accentDeep: elder ? "#5F0F08" : "#8E2A1E"
    readonly property color accentSoft: elder ? "#FFFFFF" : "#FBEDEA"
    readonly property color gold: "#D8B36A"
    readonly property color goldDeep: "#A98238"
    readonly property color good: elder ? "#0C5A45" : "#2F7D6B"
    readonly property color goodDeep: elder ? "#063728" : "#215D4F"
    readonly property color goodSoft: elder ? "#FFFFFF" : "#E9F3F0"
    readonly property color warn: elder ? "#5C3D00" : "#7A5200"
    readonly property color warnSoft: elder ? "#FFF6D6" : "#FBF3DD"
    readonly property color white: "#FFFFFF"
    readonly property color whiteSoft: elder ? "#FFFFFF" : "#C6D2DC"
    readonly property color scrim: "#0B1B2B"
    readonly property color keys: elder ? "#C9D2DA" : "#DDE3E8"
    readonly property color keyEdge: elder ? "#0B1B2B" : "#B4BEC7"

    readonly property list<color> tiles: ["#2F7D6B", "#2A5C9C", "#9A6A1E", "#B5392B", "#6A4C93"]

    readonly property string sans: "Noto Sans CJK SC"
    readonly property string serif: "Noto Serif CJK SC"

    readonly property int caption: Math.round(26 * scale)
    readonly property int body: Math.round(30 * scale)
    readonly property int label: Math.round(35 * scale)
    readonly property int title: Math.round(44 * scale)
    readonly property int display: Math.round(elder ? 70 : 60)
    readonly property int figure: Math.round(elder ? 104 : 92)

    readonly property int radius: 24
    readonly property int panel: 32
    readonly property int gap: 28
    readonly property int margin: 52
    readonly property int touch: elder ? 120 : 108
    readonly property int edge: elder ? 4 : 2
    readonly property int fade: 140

    // The words of a text in the language that is set; what has no language is told as it is.
    function say(words: var): string {
        return typeof words === "string" ? words : words?.[Shell.language] ?? "";
    }
}

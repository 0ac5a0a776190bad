import QtQuick
import NanZhou.Kiosk

// What the page or a part of it is about.
Text {
    font { family: Theme.serif; pixelSize: Theme.title; weight: Font.Bold }
    color: Theme.text
    wrapMode: Text.Wrap
    lineHeight: lineCount > 1 ? 1.2 : 1.0
    Accessible.role: Accessible.Heading
    Accessible.name: text
}

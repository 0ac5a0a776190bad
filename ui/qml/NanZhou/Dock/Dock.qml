pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Wires

// For developers only: everything around the kiosk that a hand could move.
Window {
    id: dock
    objectName: "dock"
    width: 420
    height: 980
    color: "#EDEFF2"
    title: "模拟台 · 南中轴"

    component Act: T.AbstractButton {
        id: act
        property string kind
        readonly property color tint: kind === "bad" ? "#B5392B" : kind === "good" ? "#2F7D6B" : "#16344F"
        width: 116
        padding: 8
        height: 52
        Accessible.name: text
        background: Rectangle {
            radius: 10
            color: act.down ? act.tint : "#FFFFFF"
            border { width: 2; color: act.tint }
        }
        contentItem: Text {
            text: act.text
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 11
            font { family: Theme.sans; pixelSize: 17; weight: Font.Medium }
            color: act.down ? "#FFFFFF" : act.tint
        }
    }

    Column {
        anchors { fill: parent; margins: 20 }
        spacing: 18
        Text {
            text: "扮演居民，或者捣乱"
            font { family: Theme.serif; pixelSize: 26; weight: Font.Bold }
            color: "#16344F"
        }
        Repeater {
            model: Wires.groups
            Column {
                id: group
                required property var modelData
                width: dock.width - 40
                spacing: 10
                Row {
                    spacing: 10
                    Icon { name: group.modelData.symbol; side: 26; color: "#5B6670" }
                    Text { text: group.modelData.title; font { family: Theme.sans; pixelSize: 18; weight: Font.Bold } color: "#5B6670" }
                }
                Flow {
                    width: parent.width
                    spacing: 10
                    Repeater {
                        model: group.modelData.acts
                        Act {
                            required property var modelData
                            objectName: `dock_${modelData.device}_${modelData.verb}_${modelData.argument}`
                            text: modelData.label
                            kind: modelData.kind
                            onClicked: Wires.act(modelData.device, modelData.verb, modelData.argument)
                        }
                    }
                }
            }
        }
        Text {
            width: parent.width
            text: Wires.answer
            wrapMode: Text.Wrap
            font { family: Theme.sans; pixelSize: 15 }
            color: "#5B6670"
        }
    }
}
